import { SearchIndex } from '../search/index.ts';
import type { ArchiveState } from './archive.ts';
import { EVERYTHING_MARK, type Mark, NAMES_MARK, parseSearchMark, parseSimilarNamesMark } from './marks.ts';
import { isSimilarCategory, type NameForms } from './name-suggestions.ts';

/** A document that came or went, as searches see it. */
export type ChangedDocument = Parameters<typeof SearchIndex.matches>[1];

/** What was changed between two states of one origin. */
export interface ArchiveChanges {
  /** The later state. */
  state: ArchiveState;
  marks: ReadonlySet<Mark>;
  /**
   * From when on readers may see each state that the changes lead to, by its number, in milliseconds since 1970. Every process that
   * answers readers goes by it, so that all of them show the same state, and have time to get ready for the next one.
   */
  shownFrom: ReadonlyMap<number, number>;
  /** Documents that came or went. A changed one did both. */
  documents: readonly ChangedDocument[];
  /** Categories and tags that came, went, or were called otherwise: of those that stayed, what they were called and are. */
  names: readonly NameForms[];
}

/** Whether an answer that depends on a mark may be another one after the changes. */
export function isTouched(mark: Mark, { marks, documents, names }: ArchiveChanges): boolean {
  if (marks.has(mark) || marks.has(EVERYTHING_MARK)) return true;
  const text = parseSimilarNamesMark(mark);
  if (text !== undefined) {
    // A writer of an older version does not say which names it has changed.
    return names.length === 0 ? marks.has(NAMES_MARK) : names.some((name) => isSimilarCategory(name, text));
  }
  if (documents.length === 0) return false;
  const search = parseSearchMark(mark);
  return search !== undefined && documents.some((document) => SearchIndex.matches(search, document));
}
