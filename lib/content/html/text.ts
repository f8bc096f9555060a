import type { SafeHtml } from '../article.ts';
import { cleanLine } from '../plain-text.ts';

/** Most characters of an extract. */
const EXTRACT_LENGTH = 120;

const INLINE =
  /<\/?(?:a|abbr|b|bdi|cite|code|del|dfn|em|i|ins|kbd|mark|q|s|samp|small|strong|sub|sup|time|u|var|wbr)(?: [^>]*)?>/g;
const HIDDEN = /<(\w+)(?: [^>]*)? hidden(?:="")?(?: [^>]*)?>[\s\S]*?<\/\1>/g;
const CHART = /<div class="chart">[\s\S]*?<\/div>/g;
/** What stands apart from the running text: headings, tables, code, captions, notes. */
const APART = /<(h[2-6]|table|pre|figure|section)(?: [^>]*)?>[\s\S]*?<\/\1>/g;
const MEDIA_LINE = /<p class="em_media"[^>]*>([\s\S]*?)<\/p>/g;
const MEDIA_NAME = /（文章来源：\s*([^）]+?)\s*）/;
/** White space within a line that is no single space. */
const SPACE = /[^\S\n ][^\S\n]*| [^\S\n]+/g;
/** The end of a line, with the space around it and the empty lines that follow. */
const LINE_ENDS = / ?\n[ \n]*/g;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** Visible text of sanitized HTML: blocks on lines of their own, inline tags gone without a trace, hidden blocks left out. */
export function toText(html: string): string {
  return html
    .replace(HIDDEN, '\n')
    .replace(/<rp>[\s\S]*?<\/rp>/g, '')
    .replace(INLINE, '')
    .replace(/<[^>]*>/g, '\n')
    .replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(SPACE, ' ')
    .replace(LINE_ENDS, '\n')
    .trim();
}

/** Name of the medium in the media line (`（文章来源：泰州日报）`). */
export function findSourceName(html: SafeHtml): string | undefined {
  const lines = [...html.matchAll(MEDIA_LINE)];
  const name = MEDIA_NAME.exec(toText(lines.at(-1)?.[1] ?? html.slice(-400)))?.[1];
  return name === undefined ? undefined : cleanLine(name);
}

/**
 * The beginning of an article's running text for listings, descriptions and feeds: without hidden paragraphs, headings,
 * tables, chart blocks, the media line, and a repetition of the title at its head, as wire posts have it (`【title】…`).
 */
export function makeExtract(html: SafeHtml, title: string): string {
  const text = toText(html.replace(CHART, '\n').replace(MEDIA_LINE, '\n').replace(APART, '\n'))
    .replaceAll('\n', ' ')
    .slice(0, 4 * EXTRACT_LENGTH + title.length);
  const own = text.replace(/^[【[「《]?\s*/, '');
  const body =
    title !== '' && own.startsWith(title) ? own.slice(title.length).replace(/^\s*[】\]」》]?[\s：:，,。]*/, '') : text;
  const characters = [...(body === '' ? text : body)];
  return characters.length <= EXTRACT_LENGTH
    ? characters.join('')
    : `${characters
        .slice(0, EXTRACT_LENGTH - 1)
        .join('')
        .trimEnd()}…`;
}

/** Address of the first picture that is no chart. */
export function findImage(html: SafeHtml): string | undefined {
  const source = /<img src="([^"]+)"/.exec(html.replace(CHART, ''))?.[1];
  return source?.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** What most people read in a minute, in silence: characters of Chinese or Japanese, words of other languages. */
const CHARACTERS_A_MINUTE = 400;
const WORDS_A_MINUTE = 230;

/** How long a text takes to read, in whole minutes; 1 at the least. */
export function measureReading(text: string): number {
  let characters = 0;
  let words = 0;
  let isInWord = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // From kana to the end of the Han characters; of rarer ones, in two units, the first stands for both.
    const isCharacter = (unit >= 0x3040 && unit <= 0x9fff) || (unit >= 0xd840 && unit <= 0xd88f);
    const isOfWord = !isCharacter && unit > 0x2f && (unit < 0x7f ? isAlphanumeric(unit) : isLetter(unit));
    if (isCharacter) characters++;
    else if (isOfWord && !isInWord) words++;
    isInWord = isOfWord;
  }
  return Math.max(1, Math.round(characters / CHARACTERS_A_MINUTE + words / WORDS_A_MINUTE));
}

const isAlphanumeric = (unit: number): boolean => unit <= 0x39 || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a);

/** Of the alphabets beyond ASCII, Hangul included; not punctuation or halves of characters. */
const isLetter = (unit: number): boolean => (unit >= 0xc0 && unit < 0x2000) || (unit >= 0xac00 && unit <= 0xd7af);
