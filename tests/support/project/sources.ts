import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** An import, export or `new URL(…, import.meta.url)` of another file of the project. */
export interface Reference {
  file: string;
  target: string;
  /** True where types alone are used, which are gone when the code runs. */
  isTypeOnly: boolean;
}

/** A function with a body; nested ones are listed as well. */
export interface FunctionLength {
  file: string;
  /** Of its first line, counted from 1. */
  line: number;
  lineCount: number;
}

export function parseSource(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
}

/** Files of the project in these folders, with these endings. */
export function listSources(folders: string, endings = '{ts,tsx,mjs}'): string[] {
  return globSync(`${folders}/**/*.${endings}`)
    .filter((file) => !file.endsWith('.d.ts') && !file.startsWith('public/client/'))
    .sort();
}

export function listReferences(source: ts.SourceFile): Reference[] {
  const references: Reference[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier) || !/^\.{1,2}\//.test(specifier.text)) return;
    references.push({
      file: source.fileName,
      target: normalize(join(dirname(source.fileName), specifier.text)),
      isTypeOnly,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    if (ts.isNewExpression(node) && node.expression.getText() === 'URL') add(node.arguments?.[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return references;
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = importClause;
  return (
    !name && !!namedBindings && ts.isNamedImports(namedBindings) && namedBindings.elements.every((e) => e.isTypeOnly)
  );
}

export function listFunctions(source: ts.SourceFile): FunctionLength[] {
  const functions: FunctionLength[] = [];
  const lineOf = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body) {
      const line = lineOf(node.getStart());
      functions.push({ file: source.fileName, line, lineCount: lineOf(node.end) - line + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return functions;
}
