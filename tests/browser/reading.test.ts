import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startFront } from '../../lib/front/index.ts';
import { startBrowser } from '../support/browser/browser.ts';
import { type Portal, startPortal } from '../support/portal.ts';

const ARTICLE = '/21shijigangkou/2026/11/22/NW202611222283998120.html';
const PAGES = [
  '/',
  ARTICLE,
  '/sitenews/2026/11/22/weekly.html',
  '/jianghairibao/2026/10/20/budget.html',
  '/category/emnews.html',
  '/categories',
  '/archive',
  '/mix',
  '/mix/emnews+pinglun',
  '/kept',
  '/archive/2026/11',
  '/search?q=港',
  '/nowhere',
];

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

for (const path of PAGES) {
  for (const width of [320, 390, 820, 1440, 2560]) {
    test(`shows ${path} no wider than a screen of ${width} pixels`, async () => {
      const page = await open(path, { viewport: { width, height: 800 } });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
      await page.context().close();
    });
  }
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
