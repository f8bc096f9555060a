import { ContentError } from '../../errors.ts';
import { escapeMarkup } from '../../plain-text.ts';
import { numberLines } from '../../typeset/numbered-lines.ts';
import { evaluate } from '../evaluate.ts';
import { relativeUrl } from '../filters/site.ts';
import { exceeded, LIMITS } from '../limits.ts';
import { NoTemplate, Refusal } from '../refusal.ts';
import { parseExpression } from '../ruby/expression.ts';
import { trimEnd, trimStart } from '../ruby/text.ts';
import type { RubyContext } from '../session.ts';
import type { Node, TagReader, TagSource, TemplateParser } from '../template.ts';
import { readBlock } from './block.ts';
import { node, renderNodes, renderToText } from './values.ts';

/** `name="value"`, with `\"` for a quote in it, `name='value'`, or `name=variable`. */
const PARAMETER = /([\w-]+)\s*=\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|'([^'\\]*(?:\\.[^'\\]*)*)'|([\w.-]+))/g;
const PARAMETERS = new RegExp(`^\\s*(?:${PARAMETER.source}(?=\\s|$)\\s*)*$`);
/** A name with outputs in it, and what follows. */
const VARIABLE_NAME = /^([^{]*(?:\{\{\s*[\w\-.]+\s*(?:\|[^{}]*)?\}\}[^\s{}]*)+)([\s\S]*)$/;

interface Inclusion {
  /** The tag, and what its files are called in `uses`. */
  tag: 'include' | 'include_relative';
  name: string | Node[];
  parameters: string | undefined;
}

/** `{% include file.html name="value" other=variable %}`, and `include_relative` for files beside the text. */
export const readInclude: TagReader = (source, parser) => {
  const inclusion = parseInclusion(source, parser);
  return node(source, false, (context, emitter) => {
    const name = typeof inclusion.name === 'string' ? inclusion.name : renderToText(inclusion.name, context);
    const template = loadTemplate(inclusion.tag, name, context, parser);
    const scope: Record<string, unknown> = Object.create(null);
    if (inclusion.parameters !== undefined) scope.include = readParameters(inclusion.parameters, context);
    context.push(scope);
    context.session.includes++;
    try {
      if (context.session.includes > LIMITS.depth) {
        throw exceeded(`includes “${name}” within itself without an end`, 'take the include out of the file');
      }
      renderNodes(template, context, emitter);
    } finally {
      context.session.includes--;
      context.pop();
    }
  });
};

function parseInclusion(source: TagSource, parser: TemplateParser): Inclusion {
  const tag = source.name === 'include' ? 'include' : 'include_relative';
  const markup = trimStart(trimEnd(source.markup));
  const variable = VARIABLE_NAME.exec(markup);
  const [, plain = '', rest] = /^(\S*)(?:\s+([\s\S]*))?$/.exec(markup) ?? [];
  const parameters = variable ? trimStart(variable[2] ?? '') : rest;
  if (parameters !== undefined && !PARAMETERS.test(parameters)) {
    throw new Refusal(
      `“${parameters.slice(0, 40)}” are no parameters`,
      `write them as {% ${tag} file.html name="value" %}`,
    );
  }
  const name = variable ? parser.parseInner(trimEnd(variable[1] ?? '')) : plain;
  return { tag, name, parameters };
}

function readParameters(markup: string, context: RubyContext): Map<string, unknown> {
  const parameters = new Map<string, unknown>();
  for (const [, name = '', double, single, variable] of markup.matchAll(PARAMETER)) {
    const text = double?.replaceAll('\\"', '"') ?? single?.replaceAll("\\'", "'");
    parameters.set(name, text ?? evaluate(parseExpression(variable), context));
  }
  return parameters;
}

/** Nodes of an included file, read once for each rendering. */
function loadTemplate(tag: Inclusion['tag'], name: string, context: RubyContext, parser: TemplateParser): Node[] {
  const { environment, templates, uses } = context.session;
  if (/[./]{2,}/.test(name) || name.startsWith('/')) {
    throw new ContentError(`{% ${tag} ${name} %} leaves the folder of includes; name a file within it`);
  }
  if (!/^[\w/.\-()+~#@]+$/.test(name)) {
    throw new Refusal(`“${name.slice(0, 40)}” is no name of an include`, 'use letters, digits and - _ . / alone');
  }
  const key = tag === 'include' ? `include:${name}` : `relative:${name}`;
  const known = templates.get(key);
  if (known) return known;
  uses.add(key);
  const text = tag === 'include' ? environment.readInclude(name) : environment.readRelative(name);
  if (text === undefined) {
    const folder = tag === 'include' ? '_includes' : 'the folder of this text';
    throw new Refusal(`${folder} has no file “${name}”`, 'add it, or correct its name');
  }
  const nodes = parseInclude(text, name, parser);
  templates.set(key, nodes);
  return nodes;
}

/** An include that is no template costs the tag that includes it, not the text around. */
function parseInclude(text: string, name: string, parser: TemplateParser): Node[] {
  try {
    return parser.parse(text, name);
  } catch (error) {
    if (!(error instanceof NoTemplate)) throw error;
    throw new Refusal(`${name}, line ${error.line}: ${error.found}`, error.remedy);
  }
}

/** `{% post_url 2024-01-12-name %}`: the address of a post by its file's name. */
export const readPostUrl: TagReader = (source) => {
  const name = source.markup.trim().replace(/^\//, '');
  if (!/^(?:.+\/)?\d+-\d+-\d+-/.test(name)) {
    throw new Refusal(`“${name.slice(0, 40)}” is no name of a post`, 'write it as {% post_url 2024-01-12-name %}');
  }
  return node(source, false, (context, emitter) => {
    context.session.uses.add(`post:${name}`).add(`post:${name.replace(/^.*\//, '')}`);
    const address = context.session.environment.postUrl(name);
    if (address === undefined)
      throw new Refusal(`no post has the name “${name}”`, 'correct it to the name of its file');
    emitter.write(relativeUrl(address, context));
  });
};

/** `{% link folder/file.md %}`: the address of what stands at a path. */
export const readLink: TagReader = (source, parser) => {
  const path = parser.parseInner(source.markup.trim());
  return node(source, false, (context, emitter) => {
    const name = renderToText(path, context);
    context.session.uses.add(`link:${name}`);
    const address = context.session.environment.linkUrl(name);
    if (address === undefined) throw new Refusal(`nothing stands at “${name}”`, 'correct the path of the link');
    emitter.write(relativeUrl(address, context));
  });
};

const HIGHLIGHT = /^([a-zA-Z0-9.+#_-]+)((?:\s+\w+(?:=(?:\w+|"(?:[0-9]+\s)*[0-9]+"))?)*)$/;

/**
 * `{% highlight language linenos %}`: code, in which tags count all the same. Its language is a class, by which it is highlighted
 * later on. Lines are not marked: Jekyll's `mark_lines` has no effect on the text.
 */
export const readHighlight: TagReader = (source, parser) => {
  const match = HIGHLIGHT.exec(source.markup.trim());
  if (!match?.[1]) {
    throw new Refusal('highlight needs a language', 'write it as {% highlight ruby %} or {% highlight ruby linenos %}');
  }
  const language = match[1].toLowerCase();
  const isNumbered = /\slinenos\b/.test(match[2] ?? '');
  const body = readBlock(source, parser);
  return node(source, false, (context, emitter) => {
    const code = stripLineEnds(renderToText(body, context));
    const attributes = `class="language-${language.replaceAll('+', '-')}" data-lang="${language}"`;
    const block = `<pre><code ${attributes}>${escapeMarkup(code)}</code></pre>`;
    const [before, after] = context.session.environment.aroundHtml;
    emitter.write(
      `${before}<figure class="highlight">${isNumbered ? numberLines(code, block) : block}</figure>${after}`,
    );
  });
};

function stripLineEnds(text: string): string {
  let [begin, end] = [0, text.length];
  while (begin < end && /[\r\n]/.test(text.charAt(begin))) begin++;
  while (end > begin && /[\r\n]/.test(text.charAt(end - 1))) end--;
  return text.slice(begin, end);
}
