import type { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { toStorable } from './database.ts';

/** Tables that both stores have, with the same columns in the same order. */
const TABLES = [
  'files',
  'uses',
  'problems',
  'articles',
  'bodies',
  'listings',
  'entries',
  'listing_days',
  'listing_parts',
  'sources',
  'story_articles',
  'stories',
  'story_days',
  'story_ids',
  'redirects',
  'withdrawn',
  'stubs',
  'sitemap_parts',
];
/** Tables that are emptied with them. */
const DERIVED = [
  'meta',
  'states',
  'changes',
  'changed_documents',
  'search_segments',
  'search_tombstones',
  'search_pieces',
];
/** Tables that number their rows. */
const NUMBERED = ['articles', 'listings', 'sources'];
const CHUNK_CHARACTERS = 65_536;
const SPECIAL = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Puts the rows of an SQLite file in the place of all rows, in the caller's transaction: readers see the old ones until its end. */
export async function copyTables(file: DatabaseSync, client: ClientBase): Promise<void> {
  // `TRUNCATE` would make readers wait.
  for (const table of [...TABLES, ...DERIVED]) await client.query(`DELETE FROM ${table}`);
  for (const table of TABLES) {
    await pipeline(Readable.from(listChunks(file, table)), client.query(copyFrom(`COPY ${table} FROM STDIN`)));
  }
  for (const table of NUMBERED) {
    await client.query(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM ${table}), false)`,
    );
  }
}

/** Counts what the tables hold, for the plans of queries. */
export async function analyzeTables(client: ClientBase): Promise<void> {
  await client.query(`ANALYZE ${[...TABLES, ...DERIVED].join(', ')}`);
}

/** The rows of a table in COPY's text format. */
function* listChunks(file: DatabaseSync, table: string): Generator<string> {
  let chunk = '';
  for (const row of file.prepare(`SELECT * FROM ${table}`).iterate()) {
    chunk += `${Object.values(row)
      .map((value) => toField(value as string | number | null))
      .join('\t')}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

function toField(value: string | number | null): string {
  if (value === null) return '\\N';
  return String(toStorable(value)).replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}
