import { cleanLine } from '../plain-text.ts';
import { toLeadingText, toText } from './text.ts';
import { attributeOf, type HtmlElement, type HtmlNode, hasClass } from './tree.ts';

/** Most characters of an extract. */
const EXTRACT_LENGTH = 120;
/** The extract is cut from this many times its length, because a repetition of the title is removed first. */
const EXTRACT_MARGIN = 4;
/** In a body without a media line, the name of the medium is searched in this many characters at the end. */
const TAIL_LENGTH = 400;
/** Elements outside the running text: headings, tables, code, figures, footnotes. */
const APART = new Set(['h2', 'h3', 'h4', 'h5', 'h6', 'table', 'pre', 'figure', 'section']);
/** What stands around the name of the medium. */
export const MEDIA_BEGIN = '（文章来源：';
export const MEDIA_END = '）';
/**
 * What a wire item has behind its last sentence: the name of a medium, alone in brackets, as in `。（财联社）`. Other words in brackets
 * end otherwise, or begin with what tells of a picture, a reporter or another text.
 */
const MEDIA_MARK =
  /[。！？…”]\s*[（(](?![本据见图摄原记来转摘])([\p{Script=Han}\w]{2,11}(?:社|报|网|网站|新闻|客户端|财经))[）)]$/u;

/** A live stock chart. It changes, so it is no image of the article. */
const isChart = (element: HtmlElement): boolean => element.name === 'div' && hasClass(element, 'chart');

/** The line that names the medium: `（文章来源：泰州日报）`. */
export const isMediaLine = (element: HtmlElement): boolean => element.name === 'p' && hasClass(element, 'em_media');

const isApart = (element: HtmlElement): boolean => APART.has(element.name) || isChart(element) || isMediaLine(element);

/**
 * The beginning of an article's running text for listings, descriptions and feeds: without hidden paragraphs, headings,
 * tables, chart blocks, the media line, and a repetition of the title at its head, as wire posts have it (`【title】…`).
 */
export function makeExtract(nodes: readonly HtmlNode[], title: string): string {
  const length = EXTRACT_MARGIN * EXTRACT_LENGTH + title.length;
  const text = joinLines(toLeadingText(nodes, isApart, length)).slice(0, length);
  const own = text.replace(/^[【[「《]?\s*/, '');
  const body =
    title !== '' && own.startsWith(title) ? own.slice(title.length).replace(/^\s*[】\]」》]?[\s：:，,。]*/, '') : text;
  return shorten(body === '' ? text : body);
}

/** A line break beside a full-width mark, which has white space of its own. */
const BREAK_AT_MARK = /(?<=[，。！？；：、）》】」』])\n|(?<=[…”’])\n(?=\p{Script=Han})|\n(?=[（《【「『])/gu;

/** Lines one after the other, with a space where no mark is between them. */
const joinLines = (text: string): string => text.replace(BREAK_AT_MARK, '').replaceAll('\n', ' ');

/** A text of more than `EXTRACT_LENGTH` characters (not UTF-16 units) with an ellipsis in place of the rest. */
function shorten(text: string): string {
  let count = 0;
  let cut = 0;
  for (const character of text) {
    if (++count > EXTRACT_LENGTH) return `${text.slice(0, cut).trimEnd()}…`;
    if (count < EXTRACT_LENGTH) cut += character.length;
  }
  return text;
}

/**
 * Name of the medium in the last media line (`（文章来源：泰州日报）`), or at the end of a body without one, where wire items have it
 * alone (`（财联社）`).
 * @param text of the tree
 */
export function findSourceName(nodes: readonly HtmlNode[], text: string): string | undefined {
  const line = findLastMediaLine(nodes);
  const tail = line ? toText(line.children) : text.slice(-TAIL_LENGTH);
  return findInMediaLine(tail) ?? (line ? undefined : MEDIA_MARK.exec(tail.trimEnd())?.[1]);
}

function findInMediaLine(tail: string): string | undefined {
  let start = tail.indexOf(MEDIA_BEGIN);
  while (start >= 0) {
    const end = tail.indexOf(MEDIA_END, start);
    if (end < 0) return undefined;
    const name = cleanLine(tail.slice(start + MEDIA_BEGIN.length, end));
    if (name !== '') return name;
    start = tail.indexOf(MEDIA_BEGIN, end);
  }
  return undefined;
}

function findLastMediaLine(nodes: readonly HtmlNode[]): HtmlElement | undefined {
  for (const node of nodes.toReversed()) {
    if (typeof node === 'string') continue;
    const found = isMediaLine(node) ? node : findLastMediaLine(node.children);
    if (found) return found;
  }
  return undefined;
}

/** Address of the first picture that is no chart and does not stand in the text itself. */
export function findImage(nodes: readonly HtmlNode[]): string | undefined {
  for (const node of nodes) {
    if (typeof node === 'string' || isChart(node)) continue;
    const image = node.name === 'img' ? attributeOf(node, 'src') : findImage(node.children);
    if (image !== undefined && !image.startsWith('data:')) return image;
  }
  return undefined;
}
