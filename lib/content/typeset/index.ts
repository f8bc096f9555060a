/**
 * What is made of a body after the sanitizer: formulas in TeX become MathML, the parts of code are marked by classes, and headings can
 * be linked to by the ids that they had in Jekyll.
 */
import { createRequire } from 'node:module';
import { MATHML_ELEMENTS } from '../../html-elements.ts';
import type { SafeHtml } from '../article.ts';
import { ID_PREFIX, LANGUAGE_CLASS, TEX_BLOCK_CLASS, TEX_CLASS } from '../html/allowlist.ts';
import { attributeOf, type HtmlElement, type HtmlNode, hasClass, parseTree, unescapeText } from '../html/tree.ts';
import { escapeMarkup } from '../plain-text.ts';
import { addAnchors } from './anchors.ts';
import type { Highlighter } from './code.ts';
import { delimitTex, TEX_ANNOTATION } from './formulas.ts';
import type { FormulaWriter } from './math.ts';

/** Loads the libraries with the first code or formula: few posts have any, and each reading thread would load them. */
const require = createRequire(import.meta.url);

/** Fast tests of a whole body. */
const MAY_HAVE_ANCHORS = ` id="${ID_PREFIX}`;
const MAY_HAVE_SOURCE = /<code[^>]* class="(?:tex|language-)/;

/**
 * Sets the anchors of a sanitized body, and draws its formulas and code: `<code class="tex">`, `<code class="tex-block">` and
 * `<pre><code class="language-…">` without elements in them. Runs after the sanitizer, so that content itself can bring no MathML;
 * of what the libraries make only MathML elements with plain attributes and `<span class="hl-…">` are taken. Changes the tree in place.
 * @param html of the tree
 * @param onFormulaKept called with each formula that is shown as its source
 */
export function typeset(nodes: HtmlNode[], html: SafeHtml, onFormulaKept: (tex: string) => void = () => {}): void {
  if (html.includes(MAY_HAVE_ANCHORS)) addAnchors(nodes);
  if (MAY_HAVE_SOURCE.test(html))
    typesetWithin(nodes, false, {
      highlight: highlighterOnDemand(),
      writeFormula: formulaWriterOnDemand(),
      onFormulaKept,
    });
}

function highlighterOnDemand(): Highlighter {
  let highlight: Highlighter | undefined;
  return (code, language) => {
    if (highlight === undefined) {
      const { newHighlighter }: typeof import('./code.ts') = require('./code.ts');
      highlight = newHighlighter();
    }
    return highlight(code, language);
  };
}

function formulaWriterOnDemand(): FormulaWriter {
  let write: FormulaWriter | undefined;
  return (tex, isBlock) => {
    if (write === undefined) {
      const { newFormulaWriter }: typeof import('./math.ts') = require('./math.ts');
      write = newFormulaWriter();
    }
    return write(tex, isBlock);
  };
}

interface Means {
  highlight: Highlighter;
  writeFormula: FormulaWriter;
  onFormulaKept: (tex: string) => void;
}

function typesetWithin(nodes: HtmlNode[], isPre: boolean, means: Means): void {
  for (const [i, node] of nodes.entries()) {
    if (typeof node === 'string') continue;
    const source = node.name === 'code' ? sourceOf(node) : undefined;
    if (source === undefined) typesetWithin(node.children, node.name === 'pre', means);
    else if (isPre) node.children = markCode(node, source, means.highlight) ?? node.children;
    else if (isFormula(node)) {
      const formula = drawFormula(node, source, means.writeFormula);
      if (formula === undefined) {
        means.onFormulaKept(source);
        node.children = [escapeMarkup(delimitTex(source, hasClass(node, TEX_BLOCK_CLASS)))];
      } else nodes[i] = formula;
    }
  }
}

const isFormula = (code: HtmlElement): boolean => hasClass(code, TEX_CLASS) || hasClass(code, TEX_BLOCK_CLASS);

/** Text of an element that holds nothing else. */
function sourceOf({ children }: HtmlElement): string | undefined {
  return children.every((child) => typeof child === 'string') ? unescapeText(children.join('')) : undefined;
}

function markCode(code: HtmlElement, source: string, highlight: Highlighter): HtmlNode[] | undefined {
  const classes = attributeOf(code, 'class')?.split(' ') ?? [];
  const language = classes.flatMap((value) => LANGUAGE_CLASS.exec(value)?.[1] ?? [])[0];
  const markup = language === undefined ? undefined : highlight(source, language);
  return markup === undefined ? undefined : takeOver(markup, takeSpan);
}

function drawFormula(code: HtmlElement, source: string, write: FormulaWriter): HtmlElement | undefined {
  const isBlock = hasClass(code, TEX_BLOCK_CLASS);
  const markup = write(source, isBlock);
  const nodes = markup === undefined ? undefined : takeOver(markup, takeMathElement);
  return nodes?.find((node) => typeof node === 'object');
}

/** The tree of what a library has made; `undefined` where an element in it is not taken. */
function takeOver(markup: string, take: (element: HtmlElement) => boolean): HtmlNode[] | undefined {
  // Not `SafeHtml` before each element is checked. Quotes are written out, as the sanitizer writes them in text.
  const nodes = parseTree(markup.replaceAll('&quot;', '"').replaceAll('&#x27;', "'") as SafeHtml);
  const isTaken = (node: HtmlNode): boolean => typeof node === 'string' || (take(node) && node.children.every(isTaken));
  return nodes.every(isTaken) ? nodes : undefined;
}

const takeSpan = ({ name, attributes }: HtmlElement): boolean =>
  name === 'span' && /^ class="hl-[a-z_-]+"$/.test(attributes);

const MATHML_ATTRIBUTE =
  / (?:accent|accentunder|columnalign|columnspacing|depth|display|displaystyle|fence|height|linethickness|lspace|mathbackground|mathcolor|mathsize|mathvariant|maxsize|minsize|movablelimits|notation|rowspacing|rspace|scriptlevel|separator|stretchy|voffset|width)="[\w#.%+ -]*"/g;

function takeMathElement(element: HtmlElement): boolean {
  if (element.name === 'annotation') {
    return element.attributes === TEX_ANNOTATION && element.children.every((child) => typeof child === 'string');
  }
  element.attributes = (element.attributes.match(MATHML_ATTRIBUTE) ?? []).join('');
  return MATHML_ELEMENTS.has(element.name);
}
