import traditionalToSimplified from 'opencc-js/dict/TSCharacters';

/** The simplified form of each traditional character, where both are one UTF-16 unit; 0 where there is none. */
const simplifiedUnit = new Uint16Array(0x10000);
/** The same where either of them is a surrogate pair. */
const simplifiedPair = new Map<string, string>();

for (const entry of traditionalToSimplified.split('|')) {
  const [traditional = '', simplified = ''] = entry.split(' ');
  if (traditional.length === 1 && simplified.length === 1) {
    simplifiedUnit[traditional.charCodeAt(0)] = simplified.charCodeAt(0);
  } else simplifiedPair.set(traditional, simplified);
}
const PAIRS = new RegExp([...simplifiedPair.keys()].join('|'), 'gu');
/** A cheap test: a text without a match has none of them. */
const MAY_HOLD_PAIRS = new RegExp(
  `[${[...simplifiedPair.keys()].filter((key) => key.length === 1).join('')}\\ud800-\\udbff]`,
);

/** A character with all that follows it and may become one character with it: NFKC composes them. */
const CLUSTER = /.[\p{M}\p{Default_Ignorable_Code_Point}\u1160-\u11ff\uff9e\uff9f]*/suy;

/** Characters without a glyph: zero-width characters, the soft hyphen, variation selectors, fillers, byte order marks. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}+/gu;

/**
 * Folds a text to the form in which texts and queries are compared: without default-ignorable characters (Unicode), in NFKC
 * (full-width letters and digits become plain ones), in lower case, traditional characters as simplified ones, white space and
 * control characters as single spaces. Spaces at the ends stay, as one. Characters are simplified one by one, by OpenCC's table:
 * conversion by phrases would fold a part of a text in another way than the whole.
 */
export function foldSpaced(text: string): string {
  return foldSimple(text)?.folded ?? foldWhole(text);
}

function foldWhole(text: string): string {
  return simplify(
    text
      .toWellFormed()
      .replace(IGNORABLE, '')
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s\p{Cc}]+/gu, ' '),
  );
}

/**
 * The folded form of each UTF-16 unit that is simple: it folds alone as it does in any text. Neither it nor its folded form is
 * composed with others, and its lower case does not depend on what follows. 0 for all others, and for those in `simpleParts`.
 */
let simpleUnits: Uint16Array | undefined;
/** The same for simple units whose folded form is not one unit. It is empty for ignorable characters. */
const simpleParts = new Map<number, string>();

function listSimpleUnits(): Uint16Array {
  const units = new Uint16Array(0x10000);
  for (let unit = 0; unit < 0x10000; unit++) {
    const character = String.fromCharCode(unit);
    const isComposed = /[\p{M}\p{Cs}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ffΣ]/u.test(character);
    if (isComposed && !/\p{Default_Ignorable_Code_Point}/u.test(character)) continue;
    const folded = foldWhole(character);
    if (/[\p{M}\u1100-\u11ff]/u.test(folded)) continue;
    if (folded.length === 1) units[unit] = folded.charCodeAt(0);
    else simpleParts.set(unit, folded);
  }
  return units;
}

interface SimpleFold {
  folded: string;
  /** True where each unit has become one unit, as in most texts. */
  isInPlace: boolean;
}

/** What `foldWhole` makes of a text of simple characters alone, in a fraction of its time; `undefined` for any other text. */
function foldSimple(text: string): SimpleFold | undefined {
  simpleUnits ??= listSimpleUnits();
  let isInPlace = true;
  let start = 0;
  let folded = '';
  let last = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const simple = simpleUnits[unit] ?? 0;
    if (simple === unit && !(unit === 0x20 && last === 0x20)) {
      last = unit;
      continue;
    }
    folded += text.slice(start, i);
    start = i + 1;
    if (simple === 0) {
      const part = simpleParts.get(unit);
      if (part === undefined) return undefined;
      isInPlace = false;
      folded += last === 0x20 && part.startsWith(' ') ? part.slice(1) : part;
      last = part === '' ? last : part.charCodeAt(part.length - 1);
    } else if (simple !== 0x20 || last !== 0x20) {
      folded += String.fromCharCode(simple);
      last = simple;
    } else isInPlace = false;
  }
  return { folded: folded + text.slice(start), isInPlace };
}

/** `foldSpaced` without spaces at the ends. */
export function foldText(text: string): string {
  return foldSpaced(text).trim();
}

function simplify(text: string): string {
  const whole = MAY_HOLD_PAIRS.test(text) ? text.replace(PAIRS, (found) => simplifiedPair.get(found) ?? found) : text;
  let start = 0;
  let simplified = '';
  for (let i = 0; i < whole.length; i++) {
    const unit = simplifiedUnit[whole.charCodeAt(i)];
    if (!unit) continue;
    simplified += whole.slice(start, i) + String.fromCharCode(unit);
    start = i + 1;
  }
  return start === 0 ? whole : simplified + whole.slice(start);
}

/** A folded text with where its parts come from. */
export interface MappedText {
  folded: string;
  /** For each UTF-16 unit of `folded`, where in the original it comes from; then the original's length. Absent where each is in its place. */
  offsets?: Int32Array;
}

/** Folds a text and keeps where each unit comes from. */
export function foldMapped(text: string): MappedText {
  const simple = foldSimple(text);
  return simple?.isInPlace ? { folded: simple.folded } : foldByClusters(text);
}

function foldByClusters(text: string): MappedText {
  const offsets: number[] = [];
  let folded = '';
  for (let i = 0; i < text.length; ) {
    const unit = foldPlain(text.charCodeAt(i));
    if (unit !== 0 && (i + 1 === text.length || isPlain(text.charCodeAt(i + 1)))) {
      folded += String.fromCharCode(unit);
      offsets.push(i++);
      continue;
    }
    CLUSTER.lastIndex = i;
    const cluster = CLUSTER.exec(text)?.[0] ?? text.charAt(i);
    const whole = foldSpaced(cluster);
    const part = whole.startsWith(' ') && folded.endsWith(' ') ? whole.slice(1) : whole;
    folded += part;
    for (let k = 0; k < part.length; k++) offsets.push(i);
    i += cluster.length;
  }
  offsets.push(text.length);
  return { folded, offsets: Int32Array.from(offsets) };
}

/** The folded form of most characters of a Chinese text: those that are one UTF-16 unit before and after; 0 for all others. */
function foldPlain(unit: number): number {
  if (unit >= 0x4e00 && unit <= 0x9fff && !simplifiedPair.has(String.fromCharCode(unit)))
    return simplifiedUnit[unit] || unit;
  if (unit >= 0x41 && unit <= 0x5a) return unit + 32;
  return (unit > 0x20 && unit < 0x7f) || (unit > 0x3000 && unit < 0x302a) ? unit : 0;
}

const SOFT_HYPHEN = 0xad;

/** True for a unit that is never part of the cluster of the character before it. */
const isPlain = (unit: number): boolean => (unit < 0x300 && unit !== SOFT_HYPHEN) || foldPlain(unit) !== 0;
