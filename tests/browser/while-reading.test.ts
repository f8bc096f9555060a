/** What happens while a page is open: new articles are said, an address is shared, the next page is made ready. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import decodeQr from 'qr/decode.js';
import { startBrowser } from '../support/browser/browser.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { postText } from '../support/portal-folder.ts';
import { until, within } from '../support/wait.ts';

const ARTICLE = '/21shijigangkou/2026/11/22/NW202611222283998120.html';
const contentDir = mkdtempSync(join(tmpdir(), 'finews-reading-'));

let portal: Portal;
let browser: Browser;
before(async () => {
  cpSync('content', contentDir, { recursive: true });
  portal = await startPortal(contentDir);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

async function open(context: TestContext, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const browserContext = await browser.newContext(options);
  context.after(() => browserContext.close());
  const page = await browserContext.newPage();
  await page.clock.install();
  await page.goto(portal.url + path);
  await within(
    'the element new-articles',
    page.evaluate(() => customElements.whenDefined('new-articles')),
  );
  return page;
}

/** The site's own origin, which is not that of the test. */
async function originOf(): Promise<string> {
  const { servers } = await (await fetch(`${portal.url}/api/openapi.json`)).json();
  return servers[0].url;
}

let published = 0;

/** Puts a post into a category, and waits until its listing shows it. */
async function publish(category: string): Promise<string> {
  const url = `/${category}/2026/11/23/arrival${++published}.html`;
  const fields = { title: `新到的第${published}条`, date: '2026-11-23 06:00:00 +0800', categories: category };
  writeFileSync(join(contentDir, `_posts/2026-11-23-arrival${published}.md`), postText(fields));
  const listing = `${portal.url}/category/${category}.html`;
  await until(`${url} in ${listing}`, async () => (await (await fetch(listing)).text()).includes(url));
  return url;
}

const notice = (page: Page) => page.locator('new-articles a');

for (const path of ['/', '/category/emnews.html', '/archive']) {
  test(`says on ${path} how many articles have arrived`, async (context) => {
    const page = await open(context, path);
    await publish('emnews');
    await publish('emnews');
    await page.clock.fastForward(30_000);
    await notice(page).waitFor();
    assert.equal((await notice(page).textContent())?.trim(), '2 条新消息');
  });
}

test('moves nothing on the screen when it says so', async (context) => {
  const page = await open(context, '/category/emnews.html');
  const topOf = () => page.evaluate(() => document.querySelector('main li')?.getBoundingClientRect().top);
  const before = await topOf();
  await publish('emnews');
  await page.clock.fastForward(30_000);
  await notice(page).waitFor();
  assert.equal(await topOf(), before);
});

test('shows what has arrived on a click', async (context) => {
  const page = await open(context, '/category/emnews.html');
  const url = await publish('emnews');
  await page.clock.fastForward(30_000);
  await notice(page).click();
  await page.locator(`main a[href="${url}"]`).waitFor();
  assert.equal(await notice(page).isVisible(), false);
});

test('says nothing of other categories', async (context) => {
  const page = await open(context, '/category/emnews.html');
  await publish('pinglun');
  const answered = page.waitForResponse(/\/api\/arrivals/);
  await page.clock.fastForward(30_000);
  assert.deepEqual(await (await answered).json(), { count: 0 });
});

test('asks once in thirty seconds, while the page is visible alone', async (context) => {
  const page = await open(context, '/');
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/arrivals')) asked++;
  });
  await page.clock.fastForward(29_000);
  const early = asked;
  await page.clock.fastForward(1_000);
  await page.waitForResponse(/\/api\/arrivals/);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await page.clock.fastForward(300_000);
  assert.deepEqual([early, asked], [0, 1]);
});

test('is told in a few bytes that nothing has arrived', async () => {
  const path = `${portal.url}/api/arrivals?listing=latest&after=999999`;
  const first = await fetch(path);
  const again = await fetch(path, { headers: { 'If-None-Match': first.headers.get('etag') ?? '' } });
  assert.deepEqual([first.status, await first.json(), again.status], [200, { count: 0 }, 304]);
});

for (const query of ['', '?listing=latest', '?listing=nothing&after=1', '?listing=latest&after=-1']) {
  test(`refuses /api/arrivals${query} with a reason`, async () => {
    const answer = await fetch(`${portal.url}/api/arrivals${query}`);
    assert.deepEqual([answer.status, Object.keys(await answer.json())], [400, ['error']]);
  });
}

test('loads no QR code before the sharing is opened', async (context) => {
  const page = await open(context, ARTICLE);
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/api/qr')) asked++;
  });
  await page.locator('footer').scrollIntoViewIfNeeded();
  const before = asked;
  const loaded = page.waitForResponse(/\/api\/qr/);
  await page.getByText('分享', { exact: true }).click();
  assert.deepEqual([before, (await loaded).status()], [0, 200]);
});

test('the QR code is of the address of the article', async (context) => {
  const page = await open(context, ARTICLE);
  await page.getByText('分享', { exact: true }).click();
  const code = page.getByAltText('本文网址的二维码');
  await within(
    'the picture of the QR code',
    code.evaluate((image: HTMLImageElement) => image.decode()),
  );
  const pixels = await code.evaluate((image: HTMLImageElement) => {
    const canvas = new OffscreenCanvas(400, 400).getContext('2d');
    canvas?.drawImage(image, 0, 0, 400, 400);
    return [...(canvas?.getImageData(0, 0, 400, 400).data ?? [])];
  });
  assert.equal(decodeQr({ width: 400, height: 400, data: Uint8Array.from(pixels) }), (await originOf()) + ARTICLE);
});

test('copies the address of the article', async (context) => {
  const page = await open(context, ARTICLE, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.getByText('分享', { exact: true }).click();
  await page.getByRole('button', { name: '复制链接' }).click();
  await page.getByText('已复制').waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), (await originOf()) + ARTICLE);
});

test('shows the address without scripts, and no button', async (context) => {
  const browserContext = await browser.newContext({ javaScriptEnabled: false });
  context.after(() => browserContext.close());
  const page = await browserContext.newPage();
  await page.goto(portal.url + ARTICLE);
  await page.getByText('分享', { exact: true }).click();
  const shown = String(await page.evaluate('document.querySelector("details").innerText'));
  assert.deepEqual([shown.includes(ARTICLE), shown.includes('复制链接')], [true, false]);
});

test('makes the page ready of the link that a reader rests on, and no other', async (context) => {
  const browserContext = await browser.newContext();
  context.after(() => browserContext.close());
  const page = await browserContext.newPage();
  const session = await browserContext.newCDPSession(page);
  const attempted = new Set<string>();
  // A browser under control fetches what it would prerender.
  const ready = new Promise<void>((resolve) =>
    session.on('Preload.prefetchStatusUpdated', ({ prefetchUrl, status }) => {
      attempted.add(new URL(prefetchUrl).pathname);
      if (status === 'Ready') resolve();
    }),
  );
  await session.send('Preload.enable');
  await page.goto(portal.url);
  const link = page.locator('main li a').first();
  const href = await link.getAttribute('href');
  await link.hover();
  await within(`a page made ready for ${href}`, ready);
  assert.deepEqual([...attempted], [href]);
});

test('prints the article and its address, and nothing else', async (context) => {
  const page = await open(context, ARTICLE);
  await page.emulateMedia({ media: 'print' });
  const shown = String(await page.evaluate('document.body.innerText'));
  const expected = [true, true, true, false, false, false, false, false];
  const parts = ['夜航不熄灯', '内河小码头', ARTICLE, '返回首页', '搜索', '分享', '上一篇', '全部来源'];
  assert.deepEqual(
    parts.map((part) => shown.includes(part)),
    expected,
  );
});
