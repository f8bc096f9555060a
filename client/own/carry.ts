import { make } from '../make.ts';
import { readFollows, writeFollows } from './follows.ts';
import { readKept, toKept, writeKept } from './kept.ts';

/** Name of a source as addresses have it. */
const NAME = /^[^/?#+\s]+$/;

/** Gives the reader a file of what is followed and kept, for another browser. */
export function saveOwn(): void {
  const text = JSON.stringify({ version: 1, follows: readFollows(), kept: readKept() }, null, 2);
  const href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  make('a', { href, download: 'finews.json' }).click();
  URL.revokeObjectURL(href);
}

/** Adds what such a file has to what there is. @returns false for a file of another kind, and where the browser does not keep it */
export function loadOwn(text: string): boolean {
  try {
    const { version, follows, kept } = JSON.parse(text);
    if (version !== 1 || !Array.isArray(follows) || !Array.isArray(kept)) return false;
    const names = [...readFollows(), ...follows.filter((name) => typeof name === 'string' && NAME.test(name))];
    const articles = new Map([...toKept(kept), ...readKept()].map((article) => [article.url, article]));
    return writeFollows([...new Set(names)]) && writeKept([...articles.values()]);
  } catch {
    return false;
  }
}
