/** The front's workers answer without Next's server: their answers are what Next makes of the same routes and components. */
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { leanHtml, nonceOf } from '../../../app/_lib/lean-html.ts';
import { NOT_FOUND_PATH, pathHref } from '../../../lib/addresses.ts';
import { loadAnswers, requestOf } from '../../support/answers.ts';
import { PortalFolder } from '../../support/portal-folder.ts';
import { SAMPLE_PAGES } from '../../support/sample-pages.ts';
import { contextOfFile } from '../../support/servers/context-of-file.ts';
import { type NextServer, startNextServer } from '../../support/servers/next-server.ts';

const context = contextOfFile();
const folder = new PortalFolder(context, {}, 'content');
Object.assign(process.env, folder.environment);
const { answer } = await loadAnswers();
await folder.update();
const articles = ((await folder.archive.listSitemapEntries(1)) ?? []).map(({ url }) => pathHref(url));

let server: NextServer;
before(async () => {
  server = await startNextServer(folder.environment);
  context.after(() => server.stop());
});

/** What Next answers, as readers get it. Next leaves an empty element where it would stream metadata. */
async function askNext(address: string): Promise<{ status: number; location: string | null; body: string }> {
  const response = await fetch(server.url + address, { redirect: 'manual' });
  const nonce = nonceOf(response.headers.get('content-security-policy') ?? '');
  const body = await response.text();
  const isHtml = response.headers.get('content-type')?.startsWith('text/html') === true;
  return {
    status: response.status,
    location: response.headers.get('location'),
    body: isHtml ? (nonce === undefined ? body : leanHtml(body, nonce)).replace('<div hidden=""></div>', '') : body,
  };
}

for (const address of [
  ...articles,
  '/',
  '/category/emnews.html',
  '/categories',
  '/archive',
  '/archive/2026',
  '/archive/2026/11',
  encodeURI('/tag/评论'),
  SAMPLE_PAGES.story,
  SAMPLE_PAGES.day,
  SAMPLE_PAGES.stock,
  SAMPLE_PAGES.stocks,
  '/stocks/zs',
  `/zh-hant${SAMPLE_PAGES.stock}`,
  '/mix',
  '/mix/emnews+pinglun',
  '/mix/emnews+pinglun/edit',
  '/mix/emnews+nobody',
  '/kept',
  '/feed/mix/emnews+pinglun.xml',
  '/feed/mix/emnews+pinglun.opml',
  '/search',
  `/search?q=${encodeURIComponent('港口')}`,
  `/search?q=${encodeURIComponent('没有这样的词')}`,
  `/search?q=${encodeURIComponent('港口')}&category=emnews&sort=date`,
  '/search?q=a&after=2022-99',
  NOT_FOUND_PATH,
  SAMPLE_PAGES.withdrawn,
  `/zh-hant${SAMPLE_PAGES.withdrawn}`,
  '/zh-hant/',
  '/zh-hant/category/emnews.html',
  '/feed.xml',
  '/feed/emnews.xml',
  '/feed/stock/SH609901.xml',
  '/feed.rss',
  '/feed/emnews.json',
  encodeURI('/feed/tag/评论.rss'),
  `/feed/search.json?q=${encodeURIComponent('港口')}`,
  '/feed.xml?archive=1',
  '/feeds.opml',
  '/sitemap.xml',
  '/sitemap/1.xml',
  '/news-sitemap.xml',
  '/news-sitemap/2.xml',
  '/robots.txt',
  '/opensearch.xml',
  '/speculation-rules.json',
  '/api/search?q=a',
  '/api/suggest?q=jh',
  '/api/suggest?q=609901',
  '/llms.txt',
  '/api/articles?page=1',
  `/api/articles${SAMPLE_PAGES.article}`,
  `/api/articles${SAMPLE_PAGES.withdrawn}`,
  '/api/categories',
  `${SAMPLE_PAGES.article}.md`,
  `${SAMPLE_PAGES.correction}.md`,
  '/api/openapi.json',
]) {
  test(`answers ${decodeURI(address)} as Next does`, async () => {
    const next = await askNext(address);
    assert.equal((await answer(requestOf(address))).body, next.body);
  });
}

for (const address of [
  '/emnews/',
  '/mix?s=pinglun&s=emnews',
  '/mix/pinglun+emnews/',
  '/feed/mix/pinglun+emnews.xml',
  '/index.html',
  '/archive/2026/',
  '/zh-hant',
  '/stock/609901',
  '/feed/stock/609901.xml',
  '/html_News/NewsShare.html?infoCode=x',
  '/nowhere',
]) {
  test(`sends on from ${address}, or not, as Next does`, async () => {
    const next = await askNext(address);
    const { status, headers } = await answer(requestOf(address));
    assert.deepEqual([status, headers.location ?? null], [next.status, next.location]);
  });
}
