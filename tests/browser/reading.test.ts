import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startFront } from '../../lib/front/index.ts';
import { startBrowser } from '../support/browser/browser.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { SAMPLE_PAGES } from '../support/sample-pages.ts';

const ARTICLE = SAMPLE_PAGES.article;
const PAGES = [
  ...Object.values(SAMPLE_PAGES),
  '/sitenews/2026/11/22/weekly.html',
  '/jianghairibao/2026/10/20/budget.html',
  '/archive/2026',
  '/archive/2026/11',
  '/nowhere',
];
const WIDTHS = [320, 390, 820, 1440, 2560];
/** Of a sheet of A4 between its margins, in pixels. */
const PAPER_WIDTH = 680;
/** What nobody can press on paper; a form that is the page itself stays. */
const CONTROLS = ':is(button, input, select, nav[aria-label="主导航"]):not(main form *)';

let portal: Portal;
let browser: Browser;
before(async () => {
  portal = await startPortal('content');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await portal?.stop();
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.route(
    (url) => url.origin !== portal.url,
    (route) => route.abort(),
  );
  await page.goto(portal.url + path);
  return page;
}

const scrollWidthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);

for (const path of PAGES) {
  test(`shows ${path} no wider than screens of ${WIDTHS.join(', ')} pixels`, async () => {
    const page = await open(path);
    const widths: number[] = [];
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      widths.push(await scrollWidthOf(page));
    }
    assert.deepEqual(widths, WIDTHS);
    await page.context().close();
  });

  test(`shows nothing on ${path} that needs a script which does not run`, async () => {
    const page = await open(path, { javaScriptEnabled: false });
    const buttons = page.locator('button[type="button"]').filter({ visible: true });
    assert.deepEqual([await page.locator('h1').count(), await buttons.count()], [1, 0]);
    await page.context().close();
  });

  test(`prints ${path} no wider than a sheet, and nothing to press`, async () => {
    const page = await open(path, { viewport: { width: PAPER_WIDTH, height: 1000 }, javaScriptEnabled: false });
    await page.emulateMedia({ media: 'print' });
    const controls = page.locator(CONTROLS).filter({ visible: true });
    assert.deepEqual([await scrollWidthOf(page), await controls.count()], [PAPER_WIDTH, 0]);
    await page.context().close();
  });
}

/** What each colour of the theme is where an element has it. */
async function listColors(page: Page): Promise<string[]> {
  const names = [...new Set(readFileSync('app/globals.css', 'utf8').match(/--color-\w+/g))];
  assert.ok(names.length >= 6);
  return page.evaluate(
    (all) =>
      all.map((name) => {
        document.body.style.color = `var(${name})`;
        return `${name} ${getComputedStyle(document.body).color}`;
      }),
    names,
  );
}

for (const [name, options, theme] of [
  ['dark', { colorScheme: 'dark' }, ''],
  ['dark by choice', { colorScheme: 'light' }, 'dark'],
  ['high contrast by choice', { colorScheme: 'dark' }, 'contrast'],
  ['high contrast', { colorScheme: 'dark', contrast: 'more' }, ''],
] as const) {
  test(`prints the theme ${name} in the colours of the light one`, async () => {
    const light = await open(ARTICLE);
    const other = await open(ARTICLE, options);
    await other.evaluate((chosen) => document.documentElement.setAttribute('data-theme', chosen), theme);
    for (const page of [light, other]) await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await listColors(other), await listColors(light));
    await light.context().close();
    await other.context().close();
  });
}

test('reads whole without JavaScript', async () => {
  const page = await open(ARTICLE, { javaScriptEnabled: false });
  const text = (await page.locator('main').textContent()) ?? '';
  assert.deepEqual(
    ['七百二十小时', '内河小码头', '返回首页', '另见'].filter((part) => !text.includes(part)),
    [],
  );
  await page.context().close();
});

test('jumps over the navigation by keyboard', async () => {
  const page = await open(ARTICLE);
  await page.keyboard.press('Tab');
  assert.equal(await page.locator(':focus').textContent(), '跳到正文');
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#main$/);
  await page.context().close();
});

test('searches by keyboard from any page', async () => {
  const page = await open(ARTICLE);
  await page.locator('input[name=q]').first().fill('夜校');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/search\?q=/);
  assert.match((await page.locator('main ol > li').first().textContent()) ?? '', /夜校/);
  await page.context().close();
});

test('breaks none of its own policy on any page', async () => {
  const violations: string[] = [];
  for (const path of PAGES) {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && message.text().includes('Content Security Policy'))
        violations.push(`${path}: ${message.text()}`);
    });
    await page.goto(portal.url + path);
    await context.close();
  }
  assert.deepEqual(violations, []);
});

test('runs nothing even where the sanitizer lets everything through', async () => {
  const hostile =
    '<script>window.__xss=1</script><img src="/x" onerror="window.__xss=1"><svg onload="window.__xss=1"></svg>' +
    '<a id="link" href="javascript:window.__xss=1">a</a><iframe srcdoc="<script>parent.__xss=1</script>"></iframe><base href="https://evil.example/">';
  const front = await startFront({
    host: '127.0.0.1',
    port: 0,
    upstream: {
      isReady: () => true,
      get: async () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: Buffer.from(hostile) }),
      close: async () => {},
    },
    states: { getState: () => Promise.reject(new Error('no index')), listChanges: async () => undefined },
  });
  const page = await browser.newPage();
  await page.goto(front.url);
  await page.locator('#link').click();
  assert.deepEqual(await page.evaluate(() => ['__xss' in window, document.baseURI]), [false, `${front.url}/`]);
  await page.close();
  await front.close();
});
