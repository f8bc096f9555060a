import { globSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, extname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { makeExtracts, SearchIndex, SearchIndexWriter } from '../../../lib/search/index.ts';
import { SEARCH_SCHEMA, SegmentStore } from '../../../lib/search/segments/index.ts';
import { queryOf } from '../../support/archive/query-of.ts';
import { startBrowser } from '../../support/browser/browser.ts';
import type { Text } from './texts.ts';

/** A search over texts, with what making it has cost. */
export interface Engine {
  seconds: number;
  megabytes: number;
  /** The first twenty with their extracts, and the count of all. */
  findFirst(query: string): unknown;
  /** Numbers of all articles. */
  findAll(query: string): Promise<number[]> | number[];
  close(): Promise<void> | void;
}

/** Ways to search by their names; `undefined` where one is not installed. */
export const ENGINES: Readonly<
  Record<string, (texts: readonly Text[], folder: string) => Promise<Engine | undefined>>
> = {
  finews: async (texts, folder) => openOwn(texts, folder),
  unicode61: async (texts, folder) => openFts(texts, folder, 'unicode61'),
  trigram: async (texts, folder) => openFts(texts, folder, 'trigram'),
  pagefind: openPagefind,
};

/** A database of its own in a new folder, filled in one transaction. */
function build(folder: string, fill: (db: DatabaseSync) => void) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'search.sqlite');
  const started = performance.now();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
  fill(db);
  db.exec('COMMIT');
  const seconds = (performance.now() - started) / 1_000;
  return {
    db,
    seconds,
    megabytes: statSync(file).size / 1e6,
    close: () => {
      db.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function openOwn(texts: readonly Text[], folder: string): Engine {
  const { db, ...costs } = build(folder, (made) => {
    made.exec(SEARCH_SCHEMA);
    const writer = new SearchIndexWriter(made);
    for (const { id, title, text, ...facts } of texts) {
      const folded = { foldedTitle: title, foldedText: text, signature: undefined };
      writer.add({ article: id, ...folded, ...facts, tags: [], sources: [], stocks: [] });
    }
    writer.settle();
  });
  const byId = new Map(texts.map((text) => [text.id, text]));
  const search = new SearchIndex(new SegmentStore(db));
  const find = (text: string, limit: number) => {
    const query = queryOf(text);
    return { terms: query.terms, ...search.find(query, { order: 'relevance', limit }) };
  };
  return {
    ...costs,
    findFirst: (query) => {
      const { terms, articles } = find(query, 20);
      return articles.map((article) => makeExtracts(byId.get(article)?.text ?? '', terms));
    },
    findAll: (query) => find(query, texts.length).articles,
  };
}

function openFts(texts: readonly Text[], folder: string, tokenizer: 'unicode61' | 'trigram'): Engine {
  const { db, ...costs } = build(folder, (made) => {
    made.exec(`CREATE VIRTUAL TABLE search USING fts5(title, text, tokenize = '${tokenizer}')`);
    const insert = made.prepare('INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)');
    for (const { id, title, text } of texts) insert.run(id, title, text);
  });
  const first = db.prepare(
    "SELECT rowid, snippet(search, 1, '<mark>', '</mark>', '…', 32) FROM search WHERE search MATCH ? ORDER BY rank LIMIT 20",
  );
  const count = db.prepare('SELECT count(*) FROM search WHERE search MATCH ?');
  const all = db.prepare('SELECT rowid AS id FROM search WHERE search MATCH ?');
  const phrases = (query: string): string =>
    query
      .split(' ')
      .map((term) => `"${term}"`)
      .join(' AND ');
  return {
    ...costs,
    findFirst: (query) => [first.all(phrases(query)), count.get(phrases(query))],
    findAll: (query) => all.all(phrases(query)).map(({ id }) => Number(id)),
  };
}

/** What of Pagefind's module for Node is used here. */
interface PagefindModule {
  createIndex(options: { forceLanguage: string }): Promise<{ index: PagefindIndex }>;
  close(): Promise<void>;
}
interface PagefindIndex {
  addCustomRecord(record: {
    url: string;
    content: string;
    language: string;
    meta: { title: string };
  }): Promise<unknown>;
  writeFiles(options: { outputPath: string }): Promise<unknown>;
}

/** Pagefind runs in browsers: in Chromium here, which reads the index from a server on this machine. */
async function openPagefind(texts: readonly Text[], folder: string): Promise<Engine | undefined> {
  const name = 'pagefind';
  const pagefind = (await import(name).catch(() => undefined)) as PagefindModule | undefined;
  if (!pagefind) return undefined;
  const started = performance.now();
  const { index } = await pagefind.createIndex({ forceLanguage: 'zh' });
  for (const { id, title, text } of texts) {
    await index.addCustomRecord({ url: `/${id}`, content: `${title}\n${text}`, language: 'zh', meta: { title } });
  }
  await index.writeFiles({ outputPath: folder });
  await pagefind.close();
  const seconds = (performance.now() - started) / 1_000;
  const files = globSync(join(folder, '**/*.*'));
  // A result is known by the name of its fragment, which holds the address.
  const idOf = new Map(
    files
      .filter((file) => extname(file) === '.pf_fragment')
      .map((file) => {
        const url = /"url":"\/(\d+)"/.exec(gunzipSync(readFileSync(file)).toString('utf8'))?.[1];
        return [basename(file, '.pf_fragment'), Number(url)];
      }),
  );
  const server = createServer((request, response) => {
    if (request.url === '/') return void response.setHeader('content-type', 'text/html').end('<!doctype html>');
    const file = join(folder, new URL(request.url ?? '/', 'http://localhost').pathname);
    response.setHeader('content-type', extname(file) === '.js' ? 'text/javascript' : 'application/octet-stream');
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const browser = await startBrowser();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
  const search = (query: string, shown: number): Promise<string[]> =>
    page.evaluate(
      async ([text, count]) => {
        const module = await import(`${location.origin}/pagefind.js`);
        const { results } = (await module.search(text)) as { results: { id: string; data(): Promise<unknown> }[] };
        await Promise.all(results.slice(0, count).map((result) => result.data()));
        return results.map(({ id }) => id);
      },
      [query, shown] as const,
    );
  return {
    seconds,
    megabytes: files.reduce((sum, file) => sum + statSync(file).size, 0) / 1e6,
    findFirst: (query) => search(query, 20),
    findAll: async (query) => (await search(query, 0)).map((id) => idOf.get(id) ?? 0),
    close: async () => {
      await browser.close();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
