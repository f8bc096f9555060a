import { LRUCache } from 'lru-cache';
import { spell } from '../title-sound.ts';

/** Media whose spelling is remembered. */
const spellings = new LRUCache<string, string>({ max: 4_096 });

/**
 * Who tells an article, as stories count it: the medium that it names, else its first category; `null` where it has neither. Categories
 * of media are called by the pinyin of these, so that an article of such a category and one that an aggregator has from the medium are
 * of one source. Media that sound alike count as one.
 */
export function sourceOf(category: string | null, medium: string | null): string | null {
  if (medium === null) return category;
  let source = spellings.get(medium);
  if (source === undefined) {
    source = spell(medium);
    spellings.set(medium, source);
  }
  return source;
}
