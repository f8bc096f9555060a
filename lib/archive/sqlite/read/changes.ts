import type { ArchiveState } from '../../archive.ts';
import type { ArchiveChanges, ChangedDocument } from '../../changes.ts';
import { EVERYTHING_MARK, parseShownFromMark } from '../../marks.ts';
import type { Connection } from '../connection.ts';

/** @see Archive.listChanges */
export function listChanges(index: Connection, after: ArchiveState): ArchiveChanges | undefined {
  const state = index.state();
  if (state.origin !== after.origin || state.number < after.number) return undefined;
  const marks = new Set<string>();
  const shownFrom = new Map<number, number>();
  if (state.number === after.number) return { state, marks, shownFrom, documents: [] };
  const oldest = index.sql('SELECT min(state) AS state FROM changes').get();
  // Each update changes something, so the first one after `after` is there unless it is forgotten.
  if (Number(oldest?.state ?? Number.POSITIVE_INFINITY) > after.number + 1) return undefined;
  for (const { mark } of index.sql('SELECT mark FROM changes WHERE state > ?').iterate(after.number)) {
    const shown = parseShownFromMark(String(mark));
    if (shown) shownFrom.set(...shown);
    else marks.add(String(mark));
  }
  if (marks.has(EVERYTHING_MARK)) return undefined;
  const documents = index
    .sql('SELECT document FROM changed_documents WHERE state > ?')
    .all(after.number)
    .map(({ document }) => JSON.parse(String(document)) as ChangedDocument);
  return { state, marks, shownFrom, documents };
}
