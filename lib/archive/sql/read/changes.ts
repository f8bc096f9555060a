import type { ArchiveState } from '../../archive.ts';
import type { ArchiveChanges, ChangedDocument } from '../../changes.ts';
import { EVERYTHING_MARK, parseNameMark, parseShownFromMark } from '../../marks.ts';
import type { Snapshot } from '../snapshot.ts';

/** @see Archive.listChanges */
export async function listChanges(index: Snapshot, after: ArchiveState): Promise<ArchiveChanges | undefined> {
  const { state } = index.head;
  if (state.number < after.number) return undefined;
  // A state is known by its number and by who made it: of two archives that went apart, one has not seen it.
  const known = await index.get('SELECT 1 FROM states WHERE number = ? AND origin = ?', after.number, after.origin);
  if (!known) return undefined;
  const marks = new Set<string>();
  const shownFrom = new Map<number, number>();
  for (const { mark } of await index.all('SELECT mark FROM changes WHERE state > ?', after.number)) {
    const shown = parseShownFromMark(String(mark));
    if (shown) shownFrom.set(...shown);
    else marks.add(String(mark));
  }
  if (marks.has(EVERYTHING_MARK)) return undefined;
  const rows = await index.all('SELECT document FROM changed_documents WHERE state > ?', after.number);
  const documents = rows.map(({ document }) => JSON.parse(String(document)) as ChangedDocument);
  const names = [...marks].flatMap((mark) => parseNameMark(mark) ?? []);
  return { state, marks, shownFrom, documents, names };
}
