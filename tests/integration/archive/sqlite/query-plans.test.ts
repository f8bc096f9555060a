import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import test, { before } from 'node:test';
import { currentGeneration } from '../../../../lib/archive/sqlite/generations.ts';
import { askForPages, askForSearches, makeFolder, updateInEveryWay } from '../../../support/archive/ask-everything.ts';
import type { PortalFolder } from '../../../support/portal-folder.ts';
import { contextOfFile } from '../../../support/servers/context-of-file.ts';

/** Every query that readers and updates ask, taken down while they do all that they can. */
const queries = new Set<string>();
const context = contextOfFile();
let folder: PortalFolder;
/** Names of the archive's methods that were called. */
const asked = new Set<string>();
before(async () => {
  const prepare = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function (sql, ...rest) {
    queries.add(sql);
    return prepare.call(this, sql, ...rest);
  };
  try {
    folder = makeFolder(context);
    await updateInEveryWay(folder);
    const archive = new Proxy(folder.archive, {
      get(target, name) {
        asked.add(String(name));
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    await askForPages(archive);
    await askForSearches(archive);
  } finally {
    DatabaseSync.prototype.prepare = prepare;
  }
});

/** Queries that read a whole table, each with the reason why it may. */
const WHOLE_TABLES: readonly { query: RegExp; reason: string }[] = [
  {
    query: /^SELECT path, line, "column", severity, message FROM problems WHERE true ORDER BY path, number$/,
    reason: 'finews index prints every problem',
  },
  {
    query:
      /^SELECT r\.path, r\.source AS url, a\.path AS owner FROM redirects r JOIN articles a ON a\.url = r\.source WHERE true ORDER BY r\.path, r\.source$/,
    reason: 'finews index prints every redirect that an article hides',
  },
  {
    query:
      /^SELECT id(?:, stamp, size, oldest, newest, documents)? FROM search_segments (?:LEFT JOIN search_tombstones ON segment = id WHERE stamp NOT LIKE 'draft %' )?ORDER BY id$/,
    reason: 'a row for each 16,384 articles',
  },
  {
    query: /^SELECT count\(\*\) AS all_files, .* FROM problems GROUP BY path \)/,
    reason: 'the figures for operators count the files with problems',
  },
  { query: /^SELECT listing, day, count FROM listing_days WHERE count > \?$/, reason: 'a new archive cuts its days' },
  { query: /^SELECT part, modified_at FROM sitemap_parts/, reason: 'a row for each 50,000 articles' },
];

/** Steps that read the rows which a statement is given (`many-rows.ts`), and no table. */
const GIVEN_ROWS = /^SCAN (?:v|CONSTANT ROW|\d+ CONSTANT ROWS|\d+-ROW VALUES CLAUSE)$/;

/** The same statement with as many given rows and values as one may have: SQLite may then choose another plan. */
const withManyRows = (sql: string): string =>
  sql
    .replace(/ IN \(\?(?:, \?)*\)/g, ` IN (${Array(256).fill('?').join(', ')})`)
    .replace(/\(VALUES (\([^()]*(?:\([^()]*\)[^()]*)*\))(?:, \1)*\) v/, (_, row: string) => {
      const rows = Array.from({ length: 256 }, () => row).join(', ');
      return `(VALUES ${rows}) v`;
    });

/** The steps of the plan of each recorded query, with the query on one line. */
function listSteps(): { step: string; sql: string }[] {
  const index = currentGeneration(folder.dataDir);
  const db = new DatabaseSync(index?.path ?? assert.fail('no index'), { readOnly: true });
  const statements = [...queries, ...[...queries].map(withManyRows)].filter((sql) =>
    /^\s*(?:SELECT|UPDATE|DELETE|INSERT|REPLACE|WITH)/.test(sql),
  );
  const steps = statements.flatMap((sql) =>
    db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => ({ step: String(detail), sql: sql.trim().replace(/\s+/g, ' ') })),
  );
  db.close();
  return steps;
}

test('reads no whole table or index and sorts nothing, whatever readers and updates ask', () => {
  const wrong = listSteps()
    .filter(({ step }) => /^SCAN|TEMP B-TREE|AUTOMATIC/.test(step) && !GIVEN_ROWS.test(step))
    .filter(({ step, sql }) => step.startsWith('USE') || !WHOLE_TABLES.some(({ query }) => query.test(sql)))
    .map(({ step, sql }) => `${step}: ${sql}`);
  assert.deepEqual(wrong, []);
});

test('excuses no query that reads a whole table but those that do', () => {
  const scans = listSteps().filter(({ step }) => step.startsWith('SCAN'));
  const unused = WHOLE_TABLES.filter(({ query }) => !scans.some(({ sql }) => query.test(sql)));
  assert.deepEqual(unused, []);
});

test('gathers no statistics, by which an archive of another size would have other plans', () => {
  const db = new DatabaseSync(currentGeneration(folder.dataDir)?.path ?? '', { readOnly: true });
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'sqlite_stat%'").all();
  db.close();
  assert.deepEqual(tables, []);
});

test('asks everything that the archive can be asked', () => {
  const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(folder.archive));
  const notAsked = methods.filter((name) => !['constructor', 'close'].includes(name) && !asked.has(name));
  assert.deepEqual(notAsked, []);
});
