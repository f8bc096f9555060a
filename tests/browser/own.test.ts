/** What readers follow, keep and have begun to read: it lies in the browser alone, and in no browser without scripts. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from '../support/browser/browser.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { postText } from '../support/portal-folder.ts';

const LONG = '/ribao/2022/04/20/long.html';
const SHORT = '/wanbao/2022/04/21/short.html';
const PARAGRAPHS = 60;

const contentDir = mkdtempSync(join(tmpdir(), 'finews-own-'));
let portal: Portal;
let browser: Browser;
before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  const write = (name: string, fields: Record<string, string>, body: string): void =>
    writeFileSync(join(contentDir, '_posts', name), postText(fields, body));
  const paragraphs = Array.from({ length: PARAGRAPHS }, (_, i) => `第${i}段。${'正文很长。'.repeat(30)}`);
  write('2022-04-20-long.md', { title: '长文', categories: 'ribao', tags: '江海日报' }, paragraphs.join('\n\n'));
  write('2022-04-21-short.md', { title: '短讯', categories: 'wanbao', tags: '北城晚报' }, '一句话。');
  portal = await startPortal(contentDir);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

async function newContext(context: TestContext, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const browserContext = await browser.newContext(options);
  context.after(() => browserContext.close());
  return browserContext;
}

async function open(context: TestContext, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await (await newContext(context, options)).newPage();
  await page.goto(portal.url + path);
  return page;
}

const go = (page: Page, path: string): Promise<unknown> => page.goto(portal.url + path);
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const followed = (page: Page) => page.getByRole('link', { name: '我的关注', exact: true });
const mastheadKept = (page: Page) =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '稍后阅读' });
/** Addresses of the articles that /kept lists. */
const listKept = (page: Page): Promise<(string | null)[]> =>
  page.locator('kept-articles li a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));

test('shows no link to sources that nobody follows', async (context) => {
  const page = await open(context, '/');
  assert.equal(await followed(page).isVisible(), false);
});

test('leads from any page to the sources that were followed one by one', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, '/category/wanbao.html');
  await press(page, '关注');
  await go(page, '/');
  await followed(page).click();
  await page.waitForURL('**/mix/ribao+wanbao');
});

test('follows the sources of a mix in place of others', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, '/mix/wanbao');
  await press(page, '关注这些来源');
  assert.equal(await followed(page).getAttribute('href'), '/mix/wanbao');
});

test('forgets a source on a second press, and the link with the last one', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, '/category/ribao.html');
  await press(page, '关注');
  assert.deepEqual(
    [
      await page.getByRole('button', { name: '关注', exact: true }).getAttribute('aria-pressed'),
      await followed(page).isVisible(),
    ],
    ['false', false],
  );
});

test('says to screen readers that a source is followed', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await page.getByRole('button', { name: '关注', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '已记在这个浏览器里' }).waitFor();
  assert.equal(await page.locator(':focus').getAttribute('aria-pressed'), 'true');
});

test('leads in traditional characters to the traditional form of what is followed', async (context) => {
  const page = await open(context, '/zh-hant/category/ribao.html');
  await page.locator('follow-sources button').click();
  assert.equal(await page.locator('.if-follows a').getAttribute('href'), '/zh-hant/mix/ribao');
});

test('tells the server nothing of what is followed and kept', async (context) => {
  const page = await open(context, '/category/ribao.html');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await press(page, '关注');
  await go(page, SHORT);
  await press(page, '稍后阅读');
  const asked = requests.map((url) => new URL(url).pathname).filter((path) => !/^\/(?:_next|client|icon)/.test(path));
  assert.deepEqual([asked, await page.context().cookies()], [[SHORT], []]);
});

test('moves nothing where the links show', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, SHORT);
  await press(page, '稍后阅读');
  await page.goto(`${portal.url}/`, { waitUntil: 'networkidle' });
  const sum = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let shifts = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) shifts += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(shifts)));
      }),
  );
  assert.deepEqual([sum, await followed(page).isVisible(), await mastheadKept(page).isVisible()], [0, true, true]);
});

test('lists the articles that were kept, the last one first', async (context) => {
  const page = await open(context, LONG);
  await press(page, '稍后阅读');
  await go(page, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/kept');
  assert.deepEqual(await listKept(page), [SHORT, LONG]);
});

test('shows title, day and source of a kept article', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/kept');
  assert.match((await page.locator('kept-articles li').textContent()) ?? '', /短讯2022-04-21 北城晚报/);
});

test('shows that an article is kept when it is opened again', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await page.reload();
  const button = page.getByRole('button', { name: '稍后阅读', exact: true });
  assert.equal(await button.getAttribute('aria-pressed'), 'true');
});

test('removes an article by keyboard, and goes on with the next one', async (context) => {
  const page = await open(context, LONG);
  await press(page, '稍后阅读');
  await go(page, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/kept');
  await page.getByRole('button', { name: '移除：短讯' }).focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(
    [await listKept(page), await page.locator(':focus').getAttribute('aria-label')],
    [[LONG], '移除：长文'],
  );
});

test('keeps an article of a page in traditional characters for both forms', async (context) => {
  const page = await open(context, `/zh-hant${SHORT}`);
  await page.locator('keep-article button').click();
  await go(page, '/kept');
  const simplified = await listKept(page);
  await go(page, '/zh-hant/kept');
  assert.deepEqual([simplified, await listKept(page)], [[SHORT], [`/zh-hant${SHORT}`]]);
});

/** What the browser keeps, as the reader gets it. */
async function exportFrom(page: Page): Promise<string> {
  await go(page, '/kept');
  const download = page.waitForEvent('download');
  await press(page, '导出（JSON）');
  return readFileSync(await (await download).path(), 'utf8');
}

async function importInto(page: Page, text: string): Promise<void> {
  await go(page, '/kept');
  const file = { name: 'finews.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByLabel('导入').setInputFiles(file);
  await page.locator('kept-articles [role="status"]').filter({ hasText: '导入' }).waitFor();
}

test('takes what is kept and followed to another browser', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/category/ribao.html');
  await press(page, '关注');
  const other = await open(context, '/');
  await importInto(other, await exportFrom(page));
  assert.deepEqual(
    [await listKept(other), await followed(other).first().getAttribute('href')],
    [[SHORT], '/mix/ribao'],
  );
});

test('keeps what there was when more is imported', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  const exported = await exportFrom(page);
  const other = await open(context, LONG);
  await press(other, '稍后阅读');
  await importInto(other, exported);
  assert.deepEqual(await listKept(other), [SHORT, LONG]);
});

test('gives the followed sources as OPML', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, '/kept');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '各来源的订阅源（OPML）' }).click();
  assert.match(readFileSync(await (await download).path(), 'utf8'), /xmlUrl="[^"]+\/feed\/ribao\.xml"/);
});

for (const [what, text] of [
  ['no JSON', '<opml/>'],
  ['another JSON', '{"a": 1}'],
  ['lists of another kind', '{"version": 1, "kept": 1, "follows": {}}'],
] as const) {
  test(`refuses a file with ${what}`, async (context) => {
    const page = await open(context, '/kept');
    await importInto(page, text);
    assert.match((await page.locator('kept-articles [role="status"]').textContent()) ?? '', /没有导入/);
  });
}

test('takes no address of another host and no script from a file', async (context) => {
  const page = await open(context, '/kept');
  const article = (url: unknown) => ({ url, title: '恶', source: '', day: '' });
  const urls = ['javascript:alert(1)', '//evil.example/', '/\\evil.example/', 'https://evil.example/', 1, SHORT];
  const kept = [...urls.map(article), null, 'x', { url: LONG, title: 1 }];
  await importInto(page, JSON.stringify({ version: 1, kept, follows: ['a/b', '../c', 1, 'ribao'] }));
  assert.deepEqual([await listKept(page), await followed(page).first().getAttribute('href')], [[SHORT], '/mix/ribao']);
});

test('clears everything when the reader confirms it', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/kept');
  page.on('dialog', (dialog) => dialog.accept());
  await press(page, '全部清除');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

/** Scrolls a long article to a paragraph, and leaves. */
async function readUpTo(page: Page, paragraph: number): Promise<void> {
  await go(page, LONG);
  await page
    .locator('[itemprop="articleBody"] p')
    .nth(paragraph)
    .evaluate((element) => element.scrollIntoView());
  await go(page, '/');
}

const placeButton = (page: Page) => page.getByRole('button', { name: '继续阅读' });

test('leads back to where the reader stopped', async (context) => {
  const page = await open(context, '/');
  await readUpTo(page, 30);
  await go(page, LONG);
  const before = await page.evaluate(() => scrollY);
  await placeButton(page).focus();
  await page.keyboard.press('Enter');
  const focused = (await page.locator(':focus').textContent()) ?? '';
  assert.deepEqual([before, focused.startsWith('第30段')], [0, true]);
});

test('knows the place in the other form of Chinese', async (context) => {
  const page = await open(context, '/');
  await readUpTo(page, 30);
  await go(page, `/zh-hant${LONG}`);
  assert.ok(await page.locator('reading-place button').isVisible());
});

test('keeps the place when the reader only looks at the beginning again', async (context) => {
  const page = await open(context, '/');
  await readUpTo(page, 30);
  await go(page, LONG);
  await go(page, '/');
  await go(page, LONG);
  assert.ok(await placeButton(page).isVisible());
});

for (const [what, paragraph] of [
  ['has not begun', 0],
  ['has come to the end', PARAGRAPHS - 1],
] as const) {
  test(`offers no place to who ${what}`, async (context) => {
    const page = await open(context, '/');
    await readUpTo(page, paragraph);
    await go(page, LONG);
    assert.equal(await placeButton(page).isVisible(), false);
  });
}

test('forgets the place of who has come to the end', async (context) => {
  const page = await open(context, '/');
  await readUpTo(page, 30);
  await readUpTo(page, PARAGRAPHS - 1);
  await go(page, LONG);
  assert.equal(await placeButton(page).isVisible(), false);
});

test('offers no place in a short article', async (context) => {
  const page = await open(context, SHORT);
  assert.equal(await page.locator('reading-place').count(), 0);
});

for (const path of [LONG, '/category/ribao.html', '/mix/ribao+wanbao']) {
  test(`shows no button on ${path} that needs scripts, without scripts`, async (context) => {
    const page = await open(context, path, { javaScriptEnabled: false });
    assert.equal(await page.getByRole('main').getByRole('button').count(), 0);
  });
}

test('says without scripts that the list needs them', async (context) => {
  const page = await open(context, '/kept', { javaScriptEnabled: false });
  assert.match((await page.locator('kept-articles').textContent()) ?? '', /要用脚本/);
});

test('chooses sources without scripts', async (context) => {
  const page = await open(context, '/category/ribao.html', { javaScriptEnabled: false });
  await page.getByRole('link', { name: '加入自选' }).click();
  await page.getByRole('checkbox', { name: '北城晚报' }).check();
  await press(page, '看这些来源的消息');
  await page.waitForURL('**/mix/ribao+wanbao');
  assert.deepEqual(await page.locator('main h2').allTextContents(), ['短讯', '长文']);
});
