/** The news sitemap as search engines read it, by a parser that did not write it, at times that the tests choose. */
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { findDocument } from '../../../app/_lib/documents.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';
import { contextOfFile } from '../../support/servers/context-of-file.ts';

const ORIGIN = 'https://news.example';
const context = contextOfFile();
const folder = new PortalFolder(context);
Object.assign(process.env, folder.environment);
context.after(() => getArchive().close());
const MANY = 2_300;

function write(name: string, fields: Record<string, string>, body?: string): void {
  folder.write(`_posts/${name}`, postText({ categories: 'ribao', ...fields }, body));
}

before(async () => {
  folder.write('_config.yml', 'title: 江海 & 报\n');
  // The zone is Asia/Shanghai.
  write('2026-03-01-last.md', { title: '昨日前夜', date: '2026-03-01 23:59:59 +0800' });
  write(
    '2026-03-02-first.md',
    { title: '昨日零时', date: '2026-03-02 00:00:00 +0800' },
    '<img src="/img/a&b.png" alt="">',
  );
  write('2026-03-03-noon.md', { title: '"<今> & ]]> \\u0001日"', date: '2026-03-03 12:00:00 +0800' });
  write('2026-03-03-202603031200000001.md', { title: '电讯', date: '2026-03-03 11:00:00 +0800', categories: 'emnews' });
  write('2026-03-03-NW202603031200000001.md', { title: '本报', date: '2026-03-03 11:00:00 +0800' });
  folder.write('about.md', '---\ntitle: 关于\nimage: https://img.example/x.jpg\n---\n');
  for (let n = 0; n < MANY; n++) write(`2026-05-0${1 + (n % 2)}-n${n}.md`, { title: `第${n}条` });
  await folder.update({}, { SITE_URL: ORIGIN });
});

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: (name) => ['url', 'sitemap', 'xhtml:link'].includes(name),
});

async function ask(address: string, now: string, headers: Record<string, string> = {}): Promise<Response> {
  const handle = findDocument(new URL(address, ORIGIN).pathname) ?? assert.fail(`no document at ${address}`);
  return handle(new Request(new URL(address, ORIGIN), { headers }), Date.parse(now) / 1000);
}

interface Entry {
  loc: string;
  'news:news': Record<string, unknown>;
  'image:image'?: { 'image:loc': string };
  'xhtml:link': Record<string, string>[];
}

async function read(now: string, address = '/news-sitemap.xml'): Promise<Entry[]> {
  const text = await (await ask(address, now)).text();
  assert.equal(XMLValidator.validate(text), true);
  return parser.parse(text).urlset.url ?? [];
}

const titlesOf = (entries: Entry[]): unknown[] => entries.map((entry) => entry['news:news']['news:title']);

for (const [now, titles] of [
  ['2026-03-03T12:00:00+08:00', ['<今> & ]]> 日', '本报', '昨日零时']],
  ['2026-03-03T23:59:59+08:00', ['<今> & ]]> 日', '本报', '昨日零时']],
  ['2026-03-04T00:00:00+08:00', ['<今> & ]]> 日', '本报']],
  ['2026-03-05T00:00:00+08:00', []],
] as const) {
  test(`lists the articles of today and yesterday at ${now}`, async () => {
    assert.deepEqual(titlesOf(await read(now)), titles);
  });
}

test('gives each article its publication, language and time, its picture and its form in traditional characters', async () => {
  const entry = (await read('2026-03-03T12:00:00+08:00')).at(-1);
  const address = '/ribao/2026/03/02/first.html';
  assert.deepEqual(entry, {
    loc: ORIGIN + address,
    'xhtml:link': [
      { '@_rel': 'alternate', '@_hreflang': 'zh-Hans', '@_href': ORIGIN + address },
      { '@_rel': 'alternate', '@_hreflang': 'zh-Hant', '@_href': `${ORIGIN}/zh-hant${address}` },
    ],
    'news:news': {
      'news:publication': { 'news:name': '江海 & 报', 'news:language': 'zh-cn' },
      'news:publication_date': '2026-03-01T16:00:00.000Z',
      'news:title': '昨日零时',
    },
    'image:image': { 'image:loc': `${ORIGIN}/img/a&b.png` },
  });
});

test('is an index of parts on days of more than 1,000 articles, and each article is in one of them', async () => {
  const now = '2026-05-02T20:00:00+08:00';
  const index = parser.parse(await (await ask('/news-sitemap.xml', now)).text()).sitemapindex.sitemap as Entry[];
  const parts = await Promise.all(index.map(({ loc }) => read(now, new URL(loc).pathname)));
  assert.deepEqual(
    [parts.map(({ length }) => length), new Set(parts.flat().map(({ loc }) => loc)).size],
    [[1_000, 1_000, 300], MANY],
  );
});

for (const [name, now] of [
  ['4.xml', '2026-05-02T20:00:00+08:00'],
  ['0.xml', '2026-05-02T20:00:00+08:00'],
  ['1.xml', '2026-06-02T20:00:00+08:00'],
  ['1', '2026-05-02T20:00:00+08:00'],
] as const) {
  test(`has no part ${name} at ${now}`, async () => {
    assert.equal((await ask(`/news-sitemap/${name}`, now)).status, 404);
  });
}

test('is another one at midnight for who asks by the time of what it has', async () => {
  const first = await ask('/news-sitemap.xml', '2027-03-03T12:00:00+08:00');
  const since = { 'if-modified-since': first.headers.get('last-modified') ?? '' };
  const same = await ask('/news-sitemap.xml', '2027-03-03T23:00:00+08:00', since);
  const next = await ask('/news-sitemap.xml', '2027-03-04T00:00:00+08:00', since);
  assert.deepEqual([same.status, next.status], [304, 200]);
});

test('names the pictures of articles and pages in the sitemap', async () => {
  const pictures = (await read('2026-03-03T12:00:00+08:00', '/sitemap/1.xml')).flatMap(
    (entry) => entry['image:image'] ?? [],
  );
  assert.deepEqual(pictures.map((picture) => picture['image:loc']).sort(), [
    'https://img.example/x.jpg',
    `${ORIGIN}/img/a&b.png`,
  ]);
});
