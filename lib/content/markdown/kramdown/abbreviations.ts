import type { Document } from './document.ts';
import { Element } from './element.ts';
import { isAsciiWord } from './source.ts';

/** Abbreviations by length, longer ones first. */
type ByLength = readonly (readonly [number, ReadonlySet<string>])[];

function byLength(names: Iterable<string>): ByLength {
  const sets = new Map<number, Set<string>>();
  for (const name of names) {
    const set = sets.get(name.length) ?? new Set();
    sets.set(name.length, set.add(name));
  }
  return [...sets].sort(([a], [b]) => b - a);
}

/** The abbreviation at `index`: the longest that no word goes on from. */
function abbreviationAt(document: Document, names: ByLength, text: string, index: number): string | undefined {
  for (const [length, set] of names) {
    if (index + length > text.length) continue;
    document.spend(length);
    if (document.isExhausted) return undefined;
    const name = text.slice(index, index + length);
    if (set.has(name) && !isAsciiWord(text.charCodeAt(index + length))) return name;
  }
  return undefined;
}

/** Splits a text at its abbreviations. */
function splitText(document: Document, names: ByLength, text: string): Element[] {
  const parts: Element[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const isWordStart = at === from || !isAsciiWord(text.charCodeAt(at - 1));
    const name = isWordStart ? abbreviationAt(document, names, text, at) : undefined;
    if (name === undefined) {
      at++;
      continue;
    }
    if (at > from) parts.push(new Element('text', text.slice(from, at)));
    parts.push(new Element('abbreviation', name));
    at += name.length;
    from = at;
  }
  if (from < text.length) parts.push(new Element('text', text.slice(from)));
  return parts;
}

function replaceIn(document: Document, names: ByLength, parent: Element): void {
  const isRaw = parent.type === 'html' && parent.model === 'raw';
  parent.children = parent.children.flatMap((child) => {
    if (child.type === 'text') return isRaw ? [child] : splitText(document, names, child.value);
    replaceIn(document, names, child);
    return [child];
  });
}

/** Marks the abbreviations that the document defines, wherever they stand as words. */
export function replaceAbbreviations(document: Document, root: Element): void {
  if (document.abbreviations.size > 0) replaceIn(document, byLength(document.abbreviations.keys()), root);
}
