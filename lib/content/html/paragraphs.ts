import { INLINE_ELEMENTS } from '../../html-elements.ts';
import type { HtmlElement, HtmlNode } from './tree.ts';

/** Elements whose running text becomes paragraphs where it is more than one. */
const FLOW_ELEMENTS = new Set(['div', 'section', 'blockquote']);
/** The full-width spaces with which sources indent a paragraph. */
const INDENT = /^[^\S\u3000\u00a0]*[\u3000\u00a0]{2}/;
const ID = / id="[^"]*"/;

const isElement = (node: HtmlNode | undefined, name: string): boolean => typeof node === 'object' && node.name === name;
const isBlank = (node: HtmlNode): boolean => typeof node === 'string' && node.trim() === '';
/** True at the ends of a list too. */
const isBreakOrEnd = (node: HtmlNode | undefined): boolean => node === undefined || isElement(node, 'br');

const isInline = (node: HtmlNode): boolean => typeof node === 'string' || INLINE_ELEMENTS.has(node.name);

/** Text, and inline elements that hold nothing but text and inline elements. */
const isRunningText = (node: HtmlNode): boolean =>
  isInline(node) && (typeof node === 'string' || node.children.every(isRunningText));

/**
 * Makes real paragraphs of what sources use instead: several line breaks, indents of full-width spaces, text outside any
 * paragraph. Removes paragraphs without content. A paragraph that contains a block stays unchanged. Idempotent. Changes the
 * tree in place.
 */
export function settleParagraphs(nodes: HtmlNode[]): HtmlNode[] {
  return settleFlow(nodes, makeParagraphs);
}

/** Settles the blocks of a list, and each run of text between two of them. */
function settleFlow(nodes: readonly HtmlNode[], settleRun: (run: HtmlNode[]) => HtmlNode[]): HtmlNode[] {
  const settled: HtmlNode[] = [];
  let run: HtmlNode[] = [];
  const endRun = (): void => {
    for (const node of run.every(isBlank) ? run : settleRun(run)) settled.push(node);
    run = [];
  };
  for (const node of nodes) {
    // An inline element becomes running text where the blocks in it were paragraphs without content.
    const parts = isRunningText(node) ? [node] : settleBlock(node as HtmlElement);
    if (isInline(node) && parts.every(isRunningText)) run.push(...parts);
    else {
      endRun();
      for (const part of parts) settled.push(part);
    }
  }
  endRun();
  return settled;
}

/** The nodes that replace an element that is not running text. */
function settleBlock(element: HtmlElement): HtmlNode[] {
  if (element.name === 'p') {
    return element.children.every(isRunningText) ? settleParagraph(element) : [element];
  }
  element.children = FLOW_ELEMENTS.has(element.name)
    ? settleFlow(element.children, (run) => (isSeveral(run) ? makeParagraphs(run) : run))
    : element.children.flatMap((node) => (typeof node === 'string' ? node : settleBlock(node)));
  return [element];
}

function settleParagraph(paragraph: HtmlElement): HtmlNode[] {
  const [first, second] = paragraph.children;
  // Fast path: most paragraphs are one line of text without white space at its ends.
  const isOneLine = typeof first === 'string' && second === undefined && !first.includes('\n');
  return isOneLine && first !== '' && first.trim() === first
    ? [paragraph]
    : makeParagraphs(paragraph.children, paragraph.attributes);
}

/** Whether the running text of a block is more than one paragraph, or is indented as one. */
const isSeveral = (run: readonly HtmlNode[]): boolean =>
  (typeof run[0] === 'string' && INDENT.test(run[0])) || splitAtBoundaries(run).length > 1;

/** Paragraphs of running text; the first keeps the id among the attributes. */
function makeParagraphs(run: readonly HtmlNode[], attributes = ''): HtmlNode[] {
  const paragraphs: HtmlNode[] = [];
  for (const children of splitAtBoundaries(run)) {
    trimStart(children);
    trimEnd(children);
    if (!hasContent(children)) continue;
    if (paragraphs.length > 0) paragraphs.push('\n');
    const own = paragraphs.length === 0 ? attributes : attributes.replace(ID, '');
    paragraphs.push({ name: 'p', attributes: own, children });
  }
  return paragraphs;
}

/**
 * Parts of running text that sources set apart: by two line breaks, or by one line break or line end before an indent.
 * Boundaries within an inline element divide nothing.
 */
function splitAtBoundaries(run: readonly HtmlNode[]): HtmlNode[][] {
  let part: HtmlNode[] = [];
  const parts = [part];
  let breaks: HtmlNode[] = [];
  const beginPart = (): void => {
    part = [];
    parts.push(part);
  };
  for (const [i, node] of run.entries()) {
    if (isElement(node, 'br')) {
      breaks.push(node);
      continue;
    }
    if (isBlank(node) && isBreakOrEnd(run[i - 1]) && isBreakOrEnd(run[i + 1])) continue;
    const [line = '', ...lines] = typeof node === 'string' ? node.split('\n') : [];
    if (breaks.length > 1 || (breaks.length > 0 && INDENT.test(line))) beginPart();
    else part.push(...breaks);
    breaks = [];
    if (typeof node !== 'string') {
      part.push(node);
      continue;
    }
    let text = line;
    for (const next of lines) {
      if (INDENT.test(next)) {
        part.push(text);
        beginPart();
        text = next;
      } else text += `\n${next}`;
    }
    part.push(text);
  }
  return parts;
}

/**
 * Removes white space and line breaks before the first text or picture, also within elements.
 * @returns whether there is text or a picture
 */
function trimStart(nodes: HtmlNode[]): boolean {
  let kept = 0;
  for (const [i, node] of nodes.entries()) {
    const trimmed = typeof node === 'string' ? node.trimStart() : node;
    if (trimmed === '' || isElement(trimmed, 'br')) continue;
    nodes[kept++] = trimmed;
    if (typeof trimmed === 'string' || trimmed.name === 'img' || trimStart(trimmed.children)) {
      nodes.splice(kept, i + 1 - kept);
      return true;
    }
  }
  nodes.length = kept;
  return false;
}

/** Removes white space and line breaks at the end, also within the last element. */
function trimEnd(nodes: HtmlNode[]): void {
  for (let last = nodes.at(-1); last !== undefined; last = nodes.at(-1)) {
    const trimmed = typeof last === 'string' ? last.trimEnd() : last;
    if (trimmed === '' || isElement(trimmed, 'br')) nodes.pop();
    else {
      nodes[nodes.length - 1] = trimmed;
      if (typeof trimmed === 'object') trimEnd(trimmed.children);
      return;
    }
  }
}

const hasContent = (nodes: readonly HtmlNode[]): boolean =>
  nodes.some((node) =>
    typeof node === 'string' ? node.trim() !== '' : node.name === 'img' || hasContent(node.children),
  );
