import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { Client } from 'pg';
import {
  askForPages,
  askForSearches,
  EVERY_PATH,
  makeFolder,
  updateInEveryWay,
} from '../../../support/archive/ask-everything.ts';
import { fillArchive } from '../../../support/archive/large-archive.ts';
import { explainAll, type Measured, onPlan } from '../../../support/archive/plans.ts';
import { contextOfFile } from '../../../support/servers/context-of-file.ts';

const ARTICLES = 100_000;
/** Rows that one statement may read: of the articles of a page, or of 256 files that are written together, and what stands beside each. */
const MOST_ROWS = 3_500;
/** Blocks of 8 KB that it may look at: a row is found in some four of an index, and one of its table. */
const MOST_BLOCKS = 5 * MOST_ROWS;
/** Rows that it may put in order. */
const MOST_SORTED = 600;
/** Tables that do not grow with the articles; for a few rows a server does best to read all. */
const SMALL_TABLES =
  /^(?:head|meta|finews_migrations|sources|stubs|states|changes|changed_documents|sitemap_parts|search_\w+)$/;

/** Statements that read more, each with the reason why it may. */
const EXCUSED: readonly { query: RegExp; reason: string }[] = [
  {
    query: /^SELECT url, modified_at, image FROM articles WHERE id BETWEEN/,
    reason: '50,000 addresses of the sitemap',
  },
  { query: /FROM files WHERE url IS NOT NULL AND outcome = 'static'$/, reason: 'lists every file, for finews build' },
  { query: /FROM listings l WHERE l\.kind = 'category'/, reason: 'lists every category' },
  { query: /FROM listings WHERE kind IN \('category', 'tag', 'stock'\)/, reason: 'reads every name, once a state' },
  { query: /FROM problems GROUP BY path \)/, reason: 'the figures for operators count the files with problems' },
];

/** What each statement has read at most, by its text with a list of places in place of longer ones. */
const statements = new Map<string, Measured>();

const context = contextOfFile();

before(async () => {
  const folder = makeFolder(context);
  await folder.database?.create();
  await folder.database?.query(explainAll);
  await fillArchive(folder, ARTICLES);
  const stop = onPlan(Client, (sql, measured) => {
    const known = statements.get(sql);
    if (!known || known.rows + known.blocks < measured.rows + measured.blocks) statements.set(sql, measured);
  });
  try {
    await updateInEveryWay(folder, { paths: EVERY_PATH });
    await askForPages(folder.archive);
    await askForSearches(folder.archive);
  } finally {
    stop();
  }
});

/** What is wrong with the plan of a statement. */
function listFaults({ rows, blocks, sorted, scans }: Measured): string[] {
  return [
    ...scans.filter((table) => !SMALL_TABLES.test(table)).map((table) => `reads the whole of ${table}`),
    ...(rows > MOST_ROWS ? [`reads ${rows} rows`] : []),
    ...(blocks > MOST_BLOCKS ? [`looks at ${blocks} blocks`] : []),
    ...(sorted > MOST_SORTED ? [`sorts ${sorted} rows`] : []),
  ];
}

test(`reads no more of ${ARTICLES} articles than is asked for, whatever readers and updates ask`, () => {
  const wrong = [...statements]
    .filter(([sql]) => !EXCUSED.some(({ query }) => query.test(sql)))
    .flatMap(([sql, measured]) => listFaults(measured).map((fault) => `${fault}: ${sql}`));
  assert.deepEqual(wrong, []);
});

test('has the plan of every statement that readers and updates ask', () => {
  const asked = [
    'FROM entries',
    'FROM listing_days',
    'FROM story_articles',
    'INSERT INTO articles',
    'DELETE FROM files',
  ];
  assert.deepEqual(
    asked.filter((text) => ![...statements.keys()].some((sql) => sql.includes(text))),
    [],
  );
});

test('excuses no statement but those that read more', () => {
  const faulty = [...statements].filter(([, measured]) => listFaults(measured).length > 0);
  const unused = EXCUSED.filter(({ query }) => !faulty.some(([sql]) => query.test(sql)));
  assert.deepEqual(unused, []);
});
