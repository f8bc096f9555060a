import traditionalToSimplified from 'opencc-js/dict/TSCharacters';
import { attributeOf, type HtmlNode } from './tree.ts';

/** 1 for each UTF-16 unit that is a traditional character with another simplified form. */
const TRADITIONAL = new Uint8Array(0x10000);
for (const entry of traditionalToSimplified.split('|')) TRADITIONAL[entry.charCodeAt(0)] = 1;

/** Share of a text's letters above which it counts as written in their script. */
const MOSTLY = 0.7;
/** Least share of kana in Japanese. Above that of a Chinese sentence with a name in katakana. */
const SOME_KANA = 0.2;
/** Least share of traditional characters in traditional Chinese. About 0.3 is usual; simplified text with a quotation has less. */
const SOME_TRADITIONAL = 0.15;
/** A text of fewer letters is not classified. */
const FEW_LETTERS = 8;
/** Fewest traditional characters in a body that is worth classifying. */
const FEW_TRADITIONAL = 2;
/** Fewest words of an English passage. */
const FEW_WORDS = 4;
/** Common English words: most sentences have one, lists of names have none. */
const ENGLISH = /\b(?:the|of|and|to|in|for|on|with|is|are|was|by|from|at|as|that)\b/i;

/**
 * The language (BCP 47) of a text that is not simplified Chinese: `en`, `ja`, `ko`, `ru` or `zh-Hant`. Judged by the shares of
 * scripts among its letters; `undefined` for simplified Chinese and wherever the shares are not clear.
 */
export function findForeignLanguage(text: string): string | undefined {
  const letters = { han: 0, traditional: 0, kana: 0, hangul: 0, latin: 0, cyrillic: 0 };
  for (const character of text) {
    const unit = character.charCodeAt(0);
    // Fast path for the common Han characters.
    if ((unit >= 0x4e00 && unit <= 0x9fff) || /\p{Script=Han}/u.test(character)) {
      letters.han++;
      letters.traditional += TRADITIONAL[unit] ?? 0;
    } else if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) letters.kana++;
    else if (/\p{Script=Hangul}/u.test(character)) letters.hangul++;
    else if (/\p{Script=Cyrillic}/u.test(character)) letters.cyrillic++;
    else if (/\p{Script=Latin}/u.test(character)) letters.latin++;
  }
  const { han, traditional, kana, hangul, latin, cyrillic } = letters;
  const total = han + kana + hangul + latin + cyrillic;
  if (total < FEW_LETTERS) return undefined;
  if (kana + han > MOSTLY * total && kana > SOME_KANA * total) return 'ja';
  if (hangul > MOSTLY * total) return 'ko';
  if (cyrillic > MOSTLY * total) return 'ru';
  if (han > MOSTLY * total && traditional > SOME_TRADITIONAL * han) return 'zh-Hant';
  const isEnglish = han === 0 && latin > MOSTLY * total && text.trim().split(/\s+/).length >= FEW_WORDS;
  return isEnglish && ENGLISH.test(text) ? 'en' : undefined;
}

/** Elements that hold a passage of text. */
const PASSAGES = new Set(['p', 'li', 'td', 'th', 'dd', 'dt', 'figcaption', 'caption', 'h2', 'h3', 'h4', 'h5', 'h6']);
/** Elements that hold several passages. An element around one of these is no passage itself. */
const GROUPS = new Set(['ul', 'ol', 'dl', 'table', 'div', 'section', 'blockquote']);
/** Fast test of a whole body: three words in a row, or a letter of kana, Hangul or Cyrillic. */
const MAY_BE_FOREIGN = /[a-z] [a-z]+ [a-z]|[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff]/i;

/**
 * Adds a `lang` to each passage that is not in the portal's language and says nothing of its own, so that it is spoken,
 * hyphenated and drawn as it should be. Changes the tree in place.
 * @param html of the tree
 */
export function markLanguages(nodes: readonly HtmlNode[], html: string): void {
  if (MAY_BE_FOREIGN.test(html) || mayBeTraditional(html)) markPassages(nodes);
}

/** @returns whether there are passages among the nodes or within them */
function markPassages(nodes: readonly HtmlNode[]): boolean {
  let hasPassages = false;
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    const isGroup = markPassages(node.children) || GROUPS.has(node.name);
    const isPassage = PASSAGES.has(node.name);
    hasPassages ||= isGroup || isPassage;
    if (isGroup || !isPassage || attributeOf(node, 'lang') !== undefined) continue;
    const language = findForeignLanguage(wordsOf(node.children));
    if (language !== undefined) node.attributes += ` lang="${language}"`;
  }
  return hasPassages;
}

/** Text of a passage, with spaces for tags and escapes. */
function wordsOf(nodes: readonly HtmlNode[]): string {
  const [first = '', second] = nodes;
  if (typeof first === 'string' && second === undefined) return first.replace(/&[a-z]+;/g, ' ');
  return nodes
    .map((node) => (typeof node === 'string' ? node.replace(/&[a-z]+;/g, ' ') : ` ${wordsOf(node.children)} `))
    .join('');
}

function mayBeTraditional(html: string): boolean {
  let count = 0;
  for (let i = 0; i < html.length && count < FEW_TRADITIONAL; i++) count += TRADITIONAL[html.charCodeAt(i)] ?? 0;
  return count >= FEW_TRADITIONAL;
}
