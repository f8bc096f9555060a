import { articleMark, categoryMark, codeMark } from '../../marks.ts';
import type { CategoryLink, Correction, Summary } from '../../types.ts';
import type { Row } from '../database.ts';
import { allIn } from '../many-rows.ts';
import type { Snapshot } from '../snapshot.ts';
import { findLeads } from './static-files.ts';

/** Columns of a summary: `a` is the article, `c` its first category, `t` its twin and `tc` the twin's category. */
export const SUMMARY_COLUMNS = `a.id, a.path, a.url, a.code, a.title, a.rank, a.extract, a.image, a.category, a.source_name, c.title AS category_title,
  t.url AS twin_url, t.category AS twin_category, tc.title AS twin_category_title`;

/** Joins for `SUMMARY_COLUMNS`. The twin of an article is the first one of the other kind with the same code. */
export const SUMMARY_JOINS = `LEFT JOIN listings c ON c.kind = 'category' AND c.name = a.category
  LEFT JOIN articles t ON t.id = (
    SELECT o.id FROM articles o WHERE o.code = a.code AND o.is_wire = 1 - a.is_wire ORDER BY o.path LIMIT 1)
  LEFT JOIN listings tc ON tc.kind = 'category' AND tc.name = t.category`;

function toSummary(index: Snapshot, row: Row): Summary {
  index.note(articleMark(Number(row.id)));
  if (row.code !== null) index.note(codeMark(String(row.code)));
  const category = toCategory(index, row.category, row.category_title);
  const twinCategory = toCategory(index, row.twin_category, row.twin_category_title);
  return {
    url: String(row.url),
    title: String(row.title),
    publishedAt: -Number(row.rank),
    extract: String(row.extract),
    ...(category && { category }),
    ...optional('sourceName', row.source_name),
    ...(row.twin_url !== null && {
      twin: { url: String(row.twin_url), ...(twinCategory && { category: twinCategory }) },
    }),
  };
}

/** Summaries of these rows, each with the picture of the article where that is a file of the content folder. */
export async function toSummaries(index: Snapshot, rows: readonly Row[]): Promise<Summary[]> {
  const leads = await findLeads(
    index,
    rows.map(({ image }) => image),
  );
  return rows.map((row) => {
    const lead = leads.get(String(row.image));
    return { ...toSummary(index, row), ...(lead?.picture && { lead }) };
  });
}

/** A category with its title, from two columns that may be null: a category without a listing is called by its name. */
export function toCategory(index: Snapshot, name: unknown, title: unknown): CategoryLink | undefined {
  if (name === null) return undefined;
  index.note(categoryMark(String(name)));
  return { name: String(name), title: String(title ?? name) };
}

/** A column that may be null, as a property that may be absent. */
export function optional<Key extends string>(key: Key, value: unknown): { [K in Key]?: string } {
  return (typeof value === 'string' ? { [key]: value } : {}) as { [K in Key]?: string };
}

/** The column that holds corrections as JSON, or null. */
export const toCorrections = (value: unknown): Correction[] =>
  typeof value === 'string' ? (JSON.parse(value) as Correction[]) : [];

/** A column that holds a JSON list of texts. */
export const toTexts = (value: unknown): string[] => JSON.parse(String(value)) as string[];

/**
 * The rows with these values of a unique column, in this order.
 * @param query ends in the column, which it also gives under its name
 */
export async function allBy(
  index: Snapshot,
  column: 'id' | 'url',
  query: string,
  values: readonly (string | number)[],
): Promise<Row[]> {
  const rows = await allIn(index, `${query} IN`, values);
  const byValue = new Map(rows.map((row) => [String(row[column]), row]));
  return values.map((value) => byValue.get(String(value))).filter((row) => row !== undefined);
}
