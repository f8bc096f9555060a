import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { Client } from 'pg';
import { askForPages, askForSearches, makeFolder, updateInEveryWay } from '../../../support/archive/ask-everything.ts';
import type { PortalFolder } from '../../../support/portal-folder.ts';
import { contextOfFile } from '../../../support/servers/context-of-file.ts';

/** Every query that readers and updates in place ask. */
const queries = new Set<string>();
const context = contextOfFile();
let folder: PortalFolder;

before(async () => {
  folder = makeFolder(context);
  // From nothing all is read and written.
  await folder.update();
  const { query } = Client.prototype;
  Client.prototype.query = function (this: Client, ...request: unknown[]) {
    const [statement] = request as [string | { text?: string }];
    queries.add(typeof statement === 'string' ? statement : (statement.text ?? ''));
    return Reflect.apply(query, this, request);
  } as typeof query;
  try {
    await updateInEveryWay(folder);
    await askForPages(folder.archive);
    await askForSearches(folder.archive);
  } finally {
    Client.prototype.query = query;
  }
});

/** Queries that read a whole table, each with the reason why it may. */
const WHOLE_TABLES: readonly { query: RegExp; reason: string }[] = [
  { query: /^SELECT path, line, "column", severity, message FROM problems WHERE true ORDER BY/, reason: 'prints all' },
  { query: /^SELECT r\.path, r\.source AS url, a\.path AS owner FROM redirects r/, reason: 'prints all' },
  { query: /(?:FROM|UPDATE) head/, reason: 'one row' },
  { query: /FROM finews_migrations/, reason: 'a row for each migration' },
  { query: /FROM search_segments/, reason: 'a row for each 16,384 articles' },
  { query: /FROM listings l WHERE l\.kind = 'category' ORDER BY/, reason: 'lists every category' },
  {
    query: /FROM listings\s+WHERE kind IN \('category', 'tag', 'stock'\) AND count > 0/,
    reason: 'reads every name, once a state',
  },
];

/** Tables that a query reads whole, even though plans without that cost almost nothing. */
async function listScans(client: Client, sql: string): Promise<string[]> {
  const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN) ${sql}`);
  return rows.map((row) => String(row['QUERY PLAN'])).filter((line) => /Seq Scan on/.test(line));
}

test('can answer every question without reading a whole table, and does so for every change', async (context) => {
  const client = new Client({ connectionString: folder.database?.url });
  await client.connect();
  context.after(() => client.end());
  await client.query('SET enable_seqscan = off');
  const statements = [...queries].filter((sql) => /^\s*(?:SELECT|UPDATE|DELETE|INSERT)/.test(sql));
  const wrong: string[] = [];
  for (const sql of statements) {
    const line = sql.trim().replace(/\s+/g, ' ');
    if (WHOLE_TABLES.some(({ query }) => query.test(line))) continue;
    for (const scan of await listScans(client, sql)) wrong.push(`${scan.trim()}: ${line}`);
  }
  assert.deepEqual(wrong, []);
});

test('excuses no query that nobody asks', () => {
  const lines = [...queries].map((sql) => sql.trim().replace(/\s+/g, ' '));
  const unused = WHOLE_TABLES.filter(({ query }) => !lines.some((line) => query.test(line)));
  assert.deepEqual(unused, []);
});
