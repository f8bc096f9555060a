/**
 * Feeds as programs read them: each document is asked for by its address and read by a parser that did not write it, from the
 * newest article to the oldest.
 */
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { XMLValidator } from 'fast-xml-parser';
import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from 'feedsmith';
import { findDocument } from '../../../app/_lib/documents.ts';
import { FEED_FORMATS, type FeedFormat } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';
import { contextOfFile } from '../../support/servers/context-of-file.ts';

const POSTS = 1_000;
const ORIGIN = 'https://news.example';

const context = contextOfFile();
const folder = new PortalFolder(context);
Object.assign(process.env, folder.environment);
context.after(() => getArchive().close());

/** Three posts of four are of one category, with one tag and one word. */
const isCommon = (number: number): boolean => number % 4 !== 0;

const titleOf = (number: number): string => `第${number}条`;

function write(number: number): void {
  const day = new Date(Date.UTC(2022, 0, 1 + Math.floor(number / 20))).toISOString().slice(0, 10);
  const fields = isCommon(number) ? { categories: 'ribao', tags: '[港口]' } : { categories: 'wanbao', tags: '[晚报]' };
  const body = isCommon(number) ? '港口扩建。<img src="/img/a.png" alt="">' : '晚报。';
  folder.write(`_posts/${day}-n${number}.html`, postText({ title: titleOf(number), ...fields }, body));
}

const update = (): Promise<unknown> => folder.update({}, { SITE_URL: ORIGIN });

before(async () => {
  for (let number = 0; number < POSTS; number++) write(number);
  await update();
});

/** The answer to an address of the portal. */
async function ask(address: string, headers: Record<string, string> = {}): Promise<Response> {
  const url = new URL(address, ORIGIN);
  const handle = findDocument(url.pathname);
  assert.ok(handle, `no document at ${address}`);
  return handle(new Request(url, { headers }), 0);
}

/** What the tests ask of a document, whatever its format. */
interface ParsedDocument {
  /** Titles of its articles. */
  titles: (string | undefined)[];
  /** Identities of its articles. */
  ids: (string | undefined)[];
  /** Addresses by relation. */
  links: ReadonlyMap<string | undefined, string | undefined>;
}

interface ParsedLink {
  rel?: string | undefined;
  href?: string | undefined;
}

const toLinks = (links: readonly ParsedLink[] = []): ParsedDocument['links'] =>
  new Map(links.map(({ rel, href }) => [rel, href]));

const PARSERS: Record<FeedFormat, (text: string) => ParsedDocument> = {
  xml(text) {
    assert.equal(XMLValidator.validate(text), true);
    const { entries = [], links } = parseAtomFeed(text);
    return {
      titles: entries.map(({ title }) => title?.value),
      ids: entries.map(({ id }) => id),
      links: toLinks(links),
    };
  },
  rss(text) {
    assert.equal(XMLValidator.validate(text), true);
    const { items = [], atom } = parseRssFeed(text);
    return {
      titles: items.map(({ title }) => title),
      ids: items.map(({ guid }) => guid?.value),
      links: toLinks(atom?.links),
    };
  },
  json(text) {
    const { items = [], next_url: next } = parseJsonFeed(text);
    return {
      titles: items.map(({ title }) => title),
      ids: items.map(({ id }) => id),
      links: new Map([['next', next]]),
    };
  },
};

async function read(address: string, format: FeedFormat): Promise<ParsedDocument> {
  const answer = await ask(address);
  assert.equal(answer.status, 200, address);
  return PARSERS[format](await answer.text());
}

/** All documents of a feed, from the newest to the oldest. @param rel the relation that leads to older articles */
async function walk(address: string, format: FeedFormat, rel: string): Promise<ParsedDocument[]> {
  const documents: ParsedDocument[] = [];
  for (let next: string | undefined = address; next !== undefined; next = documents.at(-1)?.links.get(rel)) {
    documents.push(await read(next, format));
  }
  return documents;
}

const NEWEST_FIRST = Array.from({ length: POSTS }, (_, i) => POSTS - 1 - i);
const COMMON = NEWEST_FIRST.filter(isCommon);

for (const [what, path, numbers] of [
  ['the site', '/feed.', NEWEST_FIRST],
  ['a category', '/feed/ribao.', COMMON],
  ['a tag', `/feed/tag/${encodeURIComponent('港口')}.`, COMMON],
  ['a search', '/feed/search.', COMMON],
  ['a mix', '/feed/mix/ribao+wanbao.', NEWEST_FIRST],
] as const) {
  const query = what === 'a search' ? `?${new URLSearchParams({ q: '港口扩建' })}` : '';
  for (const [format, rel] of [
    ['xml', 'next'],
    ['xml', 'prev-archive'],
    ['rss', 'next'],
    ['rss', 'prev-archive'],
    ['json', 'next'],
  ] as const) {
    test(`has every article of ${what} once, by ${rel} in ${format}`, async () => {
      const documents = await walk(`${path}${format}${query}`, format, rel);
      const titles = documents.flatMap((document) => document.titles);
      assert.deepEqual([titles.length, new Set(titles)], [numbers.length, new Set(numbers.map(titleOf))]);
    });
  }
}

test('gives articles the same identity in every format', async () => {
  const [atom, rss, json] = await Promise.all(
    FEED_FORMATS.map(async (format) => (await read(`/feed.${format}`, format)).ids),
  );
  assert.deepEqual([rss, json], [atom, atom]);
});

test('leads from any document to its neighbours and to the newest articles', async () => {
  const { links } = await read('/feed.xml?archive=10', 'xml');
  assert.deepEqual(Object.fromEntries(links), {
    alternate: `${ORIGIN}/`,
    self: `${ORIGIN}/feed.xml?archive=10`,
    current: `${ORIGIN}/feed.xml`,
    first: `${ORIGIN}/feed.xml`,
    last: `${ORIGIN}/feed.xml?archive=1`,
    next: `${ORIGIN}/feed.xml?archive=9`,
    'prev-archive': `${ORIGIN}/feed.xml?archive=9`,
    previous: `${ORIGIN}/feed.xml?archive=11`,
    'next-archive': `${ORIGIN}/feed.xml?archive=11`,
  });
});

for (const address of ['/feed.xml?archive=20', '/feed.xml?archive=0', '/feed.xml?archive=x', '/feed/nobody.xml']) {
  test(`answers 404 to ${address}`, async () => {
    assert.equal((await ask(address)).status, 404);
  });
}

for (const address of ['/feed/search.xml', '/feed/search.xml?q=', '/feed/tag/nothing.json', '/feed/ribao.txt']) {
  test(`answers 404 to ${address}`, async () => {
    assert.equal((await ask(address)).status, 404);
  });
}

for (const [format, type] of [
  ['xml', 'application/atom+xml; charset=utf-8'],
  ['rss', 'application/rss+xml; charset=utf-8'],
  ['json', 'application/feed+json; charset=utf-8'],
] as const) {
  test(`sends ${format} as ${type}`, async () => {
    assert.equal((await ask(`/feed.${format}`)).headers.get('content-type'), type);
  });
}

test('lists the site, its stories and every category for feed readers', async () => {
  const { body } = parseOpml(await (await ask('/feeds.opml')).text());
  assert.deepEqual(
    body?.outlines?.map(({ text, xmlUrl, htmlUrl }) => [text, xmlUrl, htmlUrl]),
    [
      ['finews', `${ORIGIN}/feed.xml`, `${ORIGIN}/`],
      ['要闻 - finews', `${ORIGIN}/stories.xml`, `${ORIGIN}/`],
      ['港口', `${ORIGIN}/feed/ribao.xml`, `${ORIGIN}/category/ribao.html`],
      ['晚报', `${ORIGIN}/feed/wanbao.xml`, `${ORIGIN}/category/wanbao.html`],
    ],
  );
});

test('lists the categories of a mix for feed readers', async () => {
  const { body } = parseOpml(await (await ask('/feed/mix/ribao+wanbao.opml')).text());
  assert.deepEqual(
    body?.outlines?.map(({ text, xmlUrl }) => [text, xmlUrl]),
    [
      ['港口', `${ORIGIN}/feed/ribao.xml`],
      ['晚报', `${ORIGIN}/feed/wanbao.xml`],
    ],
  );
});

for (const [address, location] of [
  ['/feed/mix/wanbao+ribao.xml', '/feed/mix/ribao+wanbao.xml'],
  ['/feed/mix/RIBAO.json?archive=2', '/feed/mix/ribao.json?archive=2'],
  ['/feed/mix/ribao%2Bwanbao.opml', null],
] as const) {
  test(`${location === null ? 'sends nobody on from' : 'sends on from'} ${address}`, async () => {
    assert.equal((await ask(address)).headers.get('location'), location);
  });
}

for (const address of ['/feed/mix/nobody.xml', '/feed/mix/ribao.txt', '/feed/mix/.xml', '/feed/mix/ribao']) {
  test(`answers 404 to ${address}`, async () => {
    assert.equal((await ask(address)).status, 404);
  });
}

test('answers 304 for a full archive document after an article was added', async () => {
  const before = await ask('/feed.xml?archive=10');
  write(POSTS);
  await update();
  const after = await ask('/feed.xml?archive=10', { 'if-none-match': before.headers.get('etag') ?? '' });
  assert.deepEqual([before.status, after.status], [200, 304]);
});
