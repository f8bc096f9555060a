import { categoryMark, foldedMark, listingMark } from '../../../marks.ts';
import type { CountedCategory } from '../../../types.ts';
import { allIn } from '../../many-rows.ts';
import type { Snapshot } from '../../snapshot.ts';

/** @see Archive.findCategories */
export async function findNamedCategories(
  index: Snapshot,
  names: readonly string[],
): Promise<(CountedCategory | undefined)[]> {
  const rows = await allIn(
    index,
    "SELECT id, name, folded, title, count FROM listings WHERE kind = 'category' AND folded IN",
    [...new Set(names.map((name) => name.toLowerCase()))],
  );
  const byName = new Map(rows.map((row) => [String(row.name), row]));
  const byFolded = Map.groupBy(rows, (row) => String(row.folded));
  return names.map((name) => {
    index.note(foldedMark(name));
    const alike = byFolded.get(name.toLowerCase()) ?? [];
    const row = byName.get(name) ?? (alike.length === 1 ? alike[0] : undefined);
    index.note(categoryMark(row ? String(row.name) : name));
    if (!row) return undefined;
    index.note(listingMark(Number(row.id)));
    return { name: String(row.name), title: String(row.title), count: Number(row.count) };
  });
}
