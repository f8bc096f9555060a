import type { SafeHtml } from '../article.ts';

/** Elements of running text; every other one stands on lines of its own. */
const INLINE = new Set(
  'a abbr b bdi br cite code del dfn em i img ins kbd mark q rp rt ruby s samp small strong sub sup time u var wbr'.split(
    ' ',
  ),
);
const VOID = new Set(['br', 'img', 'wbr', 'hr', 'col']);
/** Elements whose running text is made paragraphs where it is more than one. */
const FLOW = new Set(['div', 'section', 'blockquote']);

const TOKEN = /<(\/?)([a-z][a-z\d]*)([^>]*)>|[^<]+/g;
/** The full-width spaces with which sources indent a paragraph. */
const INDENT = /^[^\S\u3000\u00a0]*[\u3000\u00a0]{2}/;
/** Most paragraphs, seen at a glance: one line of text without elements and without space at its ends. */
const IS_SETTLED = /^(?!\s)[^<\n]*[^<\s]$/;
/** What stands before the first word or picture of a paragraph. */
const LEADING = /^(?:\s|<(?!img )[^>]*>)+/;
const KEPT_TAG = /<(?!br )[^>]*>/g;
const BREAK = '<br />';
const ID = / id="[^"]*"/;

interface Context {
  name: string;
  attributes: string;
}

/**
 * Makes proper paragraphs of what sources put in their place: line breaks in a row, indents of full-width spaces, running text
 * in no paragraph, paragraphs without content. Applied twice, it changes nothing.
 * Relies on how the sanitizer writes: `<` begins a tag and nothing else, and elements are closed.
 */
export function settleParagraphs(html: SafeHtml): SafeHtml {
  const out: string[] = [];
  const open: Context[] = [];
  let run = '';
  for (const [token, slash, name = '', attributes = ''] of html.matchAll(TOKEN)) {
    const context = open.at(-1);
    const isOfRun = name === '' || INLINE.has(name);
    if (isOfRun && (context === undefined || context.name === 'p' || FLOW.has(context.name))) {
      run += token;
      continue;
    }
    if (isOfRun) {
      out.push(token);
      continue;
    }
    const settled = settleRun(run, context);
    // A block in a paragraph, or in an element of running text: such a body stays as it is.
    if (settled === undefined || (context?.name === 'p' && slash === '')) return html;
    out.push(settled);
    run = '';
    if (slash !== '') open.pop();
    else if (!VOID.has(name)) open.push({ name, attributes });
    if (name !== 'p') out.push(token);
  }
  const settled = settleRun(run, undefined);
  if (settled === undefined) return html;
  out.push(settled);
  return out.join('') as SafeHtml;
}

/** Running text, with its paragraph's tags where it has one or needs some; `undefined` where elements go on beyond it. */
function settleRun(run: string, context: Context | undefined): string | undefined {
  const isParagraph = context?.name === 'p';
  if (isParagraph && IS_SETTLED.test(run)) return `<p${context.attributes}>${run}</p>`;
  if (!isParagraph && run.trim() === '') return run;
  const wrap = (text: string, i: number): string => {
    const attributes = isParagraph ? context.attributes : '';
    return `<p${i === 0 ? attributes : attributes.replace(ID, '')}>${text}</p>`;
  };
  const parts = splitAtBoundaries(run);
  if (!parts) return undefined;
  if (context && !isParagraph && parts.length < 2 && !INDENT.test(run)) return run;
  return parts.map(trim).filter(hasContent).map(wrap).join('\n');
}

/**
 * Parts of running text that sources set apart: by two line breaks, or by one, or the end of a line, before an indent. Only
 * where no element is open; `undefined` for a text whose elements are not closed in it.
 */
function splitAtBoundaries(run: string): string[] | undefined {
  const parts: string[] = [];
  const open: string[] = [];
  let part = '';
  let breaks = 0;
  for (const [i, segment] of run.split(BREAK).entries()) {
    if (i > 0) breaks++;
    if (segment.trim() === '') continue;
    for (const [k, line] of segment.split('\n').entries()) {
      const separator = k > 0 ? '\n' : BREAK.repeat(breaks);
      const isApart = separator !== '' && INDENT.test(line);
      if (open.length === 0 && (breaks > 1 || isApart)) {
        parts.push(part);
        part = line;
      } else part += separator + line;
      breaks = 0;
      if (!follow(line, open)) return undefined;
    }
  }
  return open.length === 0 ? [...parts, part] : undefined;
}

/** Brings the elements that are open up to date with a line. @returns whether each end tag is that of the last one opened */
function follow(line: string, open: string[]): boolean {
  for (const [, slash, name] of line.matchAll(TOKEN)) {
    if (name === undefined || VOID.has(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return false;
  }
  return true;
}

/** Without white space and line breaks at both ends, those within the first and the last elements included. */
function trim(part: string): string {
  let text = part.replace(LEADING, (leading) => leading.match(KEPT_TAG)?.join('') ?? '');
  let endTags = '';
  for (;;) {
    text = text.trimEnd();
    const last = text.lastIndexOf('<');
    if (text.endsWith(BREAK)) text = text.slice(0, last);
    else if (text.endsWith('>') && text.startsWith('</', last)) {
      endTags = text.slice(last) + endTags;
      text = text.slice(0, last);
    } else return text + endTags;
  }
}

const hasContent = (part: string): boolean => part.includes('<img ') || part.replace(/<[^>]*>/g, '').trim() !== '';
