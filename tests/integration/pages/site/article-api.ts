/** Articles, listings and sources as programs get them: each answer is held against its schema by a validator of its own. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { until } from '../../../support/wait.ts';
import { CORRECTED, MEDIA, portal, STOCKS, WIRE, write } from '../site.ts';

/** biome-ignore lint/suspicious/noExplicitAny: a document whose shape the tests are about */
let description: any;

const ask = (path: string): Promise<Response> => fetch(portal.url + path, { redirect: 'manual' });
const read = async (path: string): Promise<Record<string, unknown>> => (await ask(path)).json();

async function describe(endpoint: string, status: number, body: unknown): Promise<string> {
  description ??= await read('/api/openapi.json');
  const { schema } = description.paths[endpoint].get.responses[status].content['application/json'];
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile({ ...schema, components: description.components });
  return validate(body) ? 'as described' : ajv.errorsText(validate.errors);
}

const LIST = '/api/articles';
const ONE = '/api/articles/{address}';
for (const [path, endpoint, status, reason] of [
  ['/api/articles', LIST, 200],
  ['/api/articles?page=3', LIST, 200],
  ['/api/articles?category=ribao&page=2', LIST, 200],
  [`/api/articles?tag=${encodeURIComponent('日报新闻')}`, LIST, 200],
  ['/api/articles?period=2022-04', LIST, 200],
  ['/api/articles?stock=SH600519', LIST, 200],
  ['/api/articles?stock=usbrk.b', LIST, 200],
  ['/api/articles?stock=600519', LIST, 404, 'not-found'],
  ['/api/articles?category=nowhere', LIST, 404, 'not-found'],
  ['/api/articles?page=99', LIST, 404, 'not-found'],
  ['/api/articles?period=2022-13', LIST, 404, 'not-found'],
  ['/api/articles?page=0', LIST, 400, 'page'],
  ['/api/articles?category=ribao&tag=x', LIST, 400, 'listing'],
  [`/api/articles${MEDIA}`, ONE, 200],
  [`/api/articles${WIRE}`, ONE, 200],
  [`/api/articles${CORRECTED}`, ONE, 200],
  [`/api/articles${STOCKS}`, ONE, 200],
  ['/api/articles/folders/a/', ONE, 200],
  ['/api/articles/nowhere.html', ONE, 404, 'not-found'],
  ['/api/articles/', ONE, 404, 'not-found'],
  ['/api/categories', '/api/categories', 200],
] as const) {
  test(`answers ${path} with ${status}, as it is described`, async () => {
    const answer = await ask(path);
    const body = await answer.json();
    assert.deepEqual(
      [answer.status, await describe(endpoint, status, body), body.error?.reason],
      [status, 'as described', reason],
    );
  });
}

test('lists every article once on the pages of a listing', async () => {
  const urls: unknown[] = [];
  for (let page = 1; page <= Number((await read('/api/articles?category=ribao')).pages); page++) {
    const { articles } = await read(`/api/articles?category=ribao&page=${page}`);
    urls.push(...(articles as { url: string }[]).map(({ url }) => url));
  }
  assert.deepEqual([urls.length, new Set(urls).size], [120, 120]);
});

test('gives an article with its whole text and absolute addresses', async () => {
  const { title, url, canonical, html, source, previous } = await read(`/api/articles${WIRE}`);
  assert.deepEqual(
    { title, url, canonical, source, previous, hasText: String(html).includes('正文一。') },
    {
      title: '数字卢布 <试点> & 扩大',
      url: `https://news.example${WIRE}`,
      canonical: `https://news.example${MEDIA}`,
      source: { name: null, url: null },
      previous: null,
      hasText: true,
    },
  );
});

test('names the categories with their titles and counts', async () => {
  const { categories } = await read('/api/categories');
  const found = (categories as { name: string }[]).find(({ name }) => name === 'ribao');
  assert.deepEqual(found, {
    name: 'ribao',
    title: '日报新闻',
    count: 120,
    newest: '2022-04-13T08:00:00+08:00',
    url: 'https://news.example/category/ribao.html',
    feed: 'https://news.example/feed/ribao.xml',
  });
});

test('answers 410 with the reason for a withdrawn article', async () => {
  const path = '/api/articles/shan/2022/04/15/withdrawn.html';
  write('_posts/2022-04-15-withdrawn.md', '---\ntitle: 撤\ncategories: shan\n---\n正文\n');
  await until('the article to be shown', async () => (await ask(path)).status === 200);
  write(
    '_posts/2022-04-15-withdrawn.md',
    '---\ntitle: 撤\ncategories: shan\nretracted: {date: 2022-04-16 08:00:00 +0800, reason: 不实}\n---\n正文\n',
  );
  await until('the withdrawal to be shown', async () => (await ask(path)).status !== 200);
  const body = await read(path);
  assert.deepEqual(
    [await describe(ONE, 410, body), body],
    ['as described', { error: { reason: 'withdrawn', message: 'withdrawn on 2022-04-16T08:00:00+08:00: 不实' } }],
  );
});

test('may be read by programs of other origins', async () => {
  assert.equal((await ask('/api/articles')).headers.get('access-control-allow-origin'), '*');
});
