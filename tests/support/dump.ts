import { DatabaseSync } from 'node:sqlite';
import { currentGeneration } from '../../lib/archive/sqlite/generations.ts';
import type { PortalFolder } from './portal-folder.ts';

/** Stories: those that readers see, and the articles of all, each with the first file of its story. */
export const STORY_QUERIES = [
  'SELECT id, day, sources, articles, newest_at, score FROM stories ORDER BY id',
  'SELECT id, day, sources, score FROM story_days ORDER BY id, day',
  `SELECT a.path, s.place,
     (SELECT min(b.path) FROM story_articles o JOIN articles b ON b.id = o.article WHERE o.story = s.story) AS first
   FROM story_articles s JOIN articles a ON a.id = s.article ORDER BY a.path`,
];

const QUERIES = [
  'SELECT path, digest, outcome, url, due_at FROM files ORDER BY path',
  'SELECT path, line, "column", severity, message FROM problems ORDER BY path, number',
  `SELECT a.path, a.url, a.slug, a.title, a.rank, a.modified_at, a.categories, a.tags, a.extract, a.source_url, a.code, a.corrections, a.stocks, a.own_stocks, b.html, b.text
   FROM articles a JOIN bodies b ON b.id = a.id ORDER BY a.path`,
  'SELECT kind, name, title, initial, pinyin, count FROM listings WHERE count > 0 ORDER BY kind, name',
  `SELECT l.kind, l.name, e.rank, e.path, a.url FROM entries e JOIN listings l ON l.id = e.listing JOIN articles a ON a.id = e.article
   ORDER BY l.kind, l.name, e.rank, e.path`,
  'SELECT l.kind, l.name, d.day, d.count FROM listing_days d JOIN listings l ON l.id = d.listing ORDER BY l.kind, l.name, d.day',
  'SELECT source, path FROM redirects ORDER BY source, path',
  // An archive that is made from nothing does not know what was deleted.
  'SELECT url, path, title, withdrawn_at, reason FROM withdrawn WHERE is_deleted = 0 ORDER BY url, path',
  'SELECT path, name, title FROM stubs ORDER BY path',
  ...STORY_QUERIES,
  'SELECT sum(count) AS addresses, max(modified_at) AS newest FROM sitemap_parts',
];

/** Everything that the index in use says, but for numbers that depend on the order of its making. Checks its pages too. */
export function dumpIndex(dataDir: string): unknown[] {
  const current = currentGeneration(dataDir);
  if (!current) throw new Error(`${dataDir} holds no index`);
  const db = new DatabaseSync(current.path, { readOnly: true });
  try {
    return structuredClone([
      db.prepare('PRAGMA integrity_check').all(),
      ...QUERIES.map((query) => db.prepare(query).all()),
    ]);
  } finally {
    db.close();
  }
}

/** The same of an archive in the store under test. */
export async function dumpArchive(folder: PortalFolder): Promise<unknown[]> {
  const dump: unknown[] = [];
  for (const query of QUERIES) dump.push((await folder.query(query)).map((row) => ({ ...row })));
  return dump;
}
