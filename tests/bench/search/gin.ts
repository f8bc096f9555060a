import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { toStorable } from '../../../lib/archive/postgres/database.ts';
import { DURABLE, startPostgres } from '../../support/servers/postgres-server.ts';
import { quantile } from '../measure.ts';
import { Buckets, type Depth, type LiveFigure, type LiveSearch } from './live-searches.ts';
import type { Text } from './texts.ts';

/**
 * Documents are narrow, their texts lie elsewhere. `grams` has the characters and the bigrams of title and text, each once. Texts
 * are not compressed, which is the fastest to read. The index has no pending list, which would make some changes fast and others wait.
 */
const TABLES = `
  CREATE TABLE documents (id integer NOT NULL, bucket integer NOT NULL, grams integer[] NOT NULL);
  CREATE TABLE texts (
    id integer NOT NULL, title text COLLATE "C" NOT NULL, body text STORAGE EXTERNAL COLLATE "C" NOT NULL
  )`;
const INDEXES = `
  ALTER TABLE documents ADD PRIMARY KEY (id);
  ALTER TABLE texts ADD PRIMARY KEY (id);
  SET maintenance_work_mem = '256MB';
  CREATE INDEX documents_by_grams ON documents USING gin (grams) WITH (fastupdate = off);
  VACUUM ANALYZE documents, texts`;
const SIZE = `SELECT pg_total_relation_size('documents') - pg_relation_size('documents_by_grams') AS documents,
  pg_relation_size('documents_by_grams') AS gin, pg_total_relation_size('texts') AS texts`;
const SPECIAL = /[\\\n\r\t]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** PostgreSQL with an array of characters and bigrams for each document under a GIN index, and a recheck of the texts, on a server of its own. */
export async function openGin(): Promise<LiveSearch> {
  const server = await startPostgres(DURABLE);
  const [writing, reading] = [
    new Client({ connectionString: server.url }),
    new Client({ connectionString: server.url }),
  ];
  await writing.connect();
  await reading.connect();
  await writing.query(TABLES);
  const buckets = new Buckets();
  const ask = async (query: string, select: string, rest = ''): Promise<Record<string, unknown>[]> => {
    const { from, values } = toCondition(query);
    return (await reading.query(`SELECT ${select} ${from} ${rest}`, values)).rows;
  };
  return {
    async change(remove, add) {
      await writing.query('BEGIN');
      for (const table of remove.length > 0 ? ['documents', 'texts'] : []) {
        await writing.query(`DELETE FROM ${table} WHERE id = ANY($1)`, [remove]);
      }
      for (const chunk of chunksOf(add)) await insert(writing, chunk, buckets);
      await writing.query('COMMIT');
    },
    async find(query, depth: Depth) {
      const found = await ask(query, 'd.id', 'ORDER BY d.id DESC LIMIT 20');
      const newest = found.map(({ id }) => Number(id));
      if (depth === 'newest 20') return { newest };
      if (depth === 'exact count') return { newest, total: Number((await ask(query, 'count(*) AS count'))[0]?.count) };
      return buckets.toAnswer(newest, await ask(query, 'd.bucket, count(*) AS count', 'GROUP BY d.bucket'));
    },
    async finishBuild() {
      for (const statement of INDEXES.split(';')) await writing.query(statement);
    },
    async listSizes() {
      const sizes = Object.entries((await writing.query<Record<string, string>>(SIZE)).rows[0] ?? {});
      return sizes.map(([name, bytes]) => ({ name: `size of ${name}`, value: Number(bytes) / 1e6, unit: 'MB' }));
    },
    forget: () => undefined,
    listOthers: (queries) => measurePrecision(reading, queries),
    async close() {
      await writing.end();
      await reading.end();
      await server.stop();
    },
  };
}

/** Of the documents that have all bigrams of a query, those that have its terms; of queries with a term of three characters or more. */
async function measurePrecision(client: Client, queries: readonly string[]): Promise<LiveFigure[]> {
  const precisions: number[] = [];
  for (const query of queries) {
    const { from, values, isExact } = toCondition(query);
    if (isExact) continue;
    const hits = await client.query(`SELECT count(*) AS count ${from}`, values);
    const candidates = await client.query(
      'SELECT count(*) AS count FROM documents WHERE grams @> $1',
      values.slice(0, 1),
    );
    precisions.push((100 * Number(hits.rows[0]?.count)) / Number(candidates.rows[0]?.count));
  }
  return [
    { name: 'precision before the recheck, median', value: quantile(precisions, 0.5), unit: '%' },
    { name: 'precision before the recheck, 5th percentile', value: quantile(precisions, 0.05), unit: '%' },
    { name: 'precision before the recheck, least', value: Math.min(...precisions), unit: '%' },
  ];
}

/** The documents of a query. Terms of one and two characters need no recheck. */
function toCondition(query: string): { from: string; values: (number[] | string)[]; isExact: boolean } {
  const terms = query.split(' ');
  const longer = terms.filter((term) => term.length > 2);
  const grams = terms.flatMap((term) => (term.length === 1 ? gramsOf(term) : gramsOf(term).filter(isBigram)));
  const rechecks = longer.map((_, i) => `(strpos(t.title, $${i + 2}) > 0 OR strpos(t.body, $${i + 2}) > 0)`);
  const where = ['d.grams @> $1::integer[]', ...rechecks].join(' AND ');
  return {
    from: `FROM documents d ${longer.length > 0 ? 'JOIN texts t ON t.id = d.id' : ''} WHERE ${where}`,
    values: [grams, ...longer],
    isExact: longer.length === 0,
  };
}

/** The characters of a text (UTF-16 code units) and its bigrams, which have the first character in their upper half. */
function gramsOf(...texts: string[]): number[] {
  const grams = new Set<number>();
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      grams.add(text.charCodeAt(i));
      if (i + 1 < text.length) grams.add((text.charCodeAt(i) << 16) | text.charCodeAt(i + 1));
    }
  }
  return [...grams];
}

const isBigram = (gram: number): boolean => gram >>> 16 !== 0;

const CHUNK = 500;

/** Texts, some at a time: all of them would not fit into memory. */
function* chunksOf(texts: Iterable<Text>): Generator<Text[]> {
  let chunk: Text[] = [];
  for (const text of texts) {
    if (chunk.push(text) < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

async function insert(client: Client, texts: readonly Text[], buckets: Buckets): Promise<void> {
  const documents = texts.map((text) => [text.id, buckets.numberOf(text), `{${gramsOf(text.title, text.text)}}`]);
  const bodies = texts.map(({ id, title, text }) => [id, toStorable(title), toStorable(text)]);
  for (const [table, rows] of [
    ['documents', documents],
    ['texts', bodies],
  ] as const) {
    if (rows.length === 1) {
      await client.query(`INSERT INTO ${table} VALUES ($1, $2, $3)`, rows[0]);
      continue;
    }
    const lines = rows.map((row) => `${row.map((value) => String(value).replace(SPECIAL, escapeOf)).join('\t')}\n`);
    await pipeline(Readable.from(lines), client.query(copyFrom(`COPY ${table} FROM STDIN`)));
  }
}

const escapeOf = (character: string): string => ESCAPES[character] ?? character;
