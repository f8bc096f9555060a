/** Files of the content folder in a browser: nothing in them runs, and what is harmless is shown. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../support/browser/browser.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { postText } from '../support/portal-folder.ts';

const RUN = 'document.documentElement.setAttribute("data-ran", "")';
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8" onload='${RUN}'><script>${RUN}</script><rect width="8" height="8" style="fill:red"/></svg>`;
const FILES: Record<string, string | Uint8Array> = {
  '_posts/2022-03-01-a.md': postText({ title: '甲', permalink: '/a.html' }, '![图](/assets/drawing.svg)'),
  'assets/app.js': RUN,
  'assets/style.css': 'h1 { color: rgb(1, 2, 3) }',
  'assets/drawing.svg': SVG,
  'assets/page.xhtml': `<html xmlns="http://www.w3.org/1999/xhtml"><script>${RUN}</script></html>`,
  'assets/page.xml': `<a xmlns:h="http://www.w3.org/1999/xhtml"><h:script>${RUN}</h:script></a>`,
  'assets/polyglot.gif': `GIF89a/*<script>${RUN}</script>*/=1`,
  'assets/unknown': `<!doctype html><script>${RUN}</script>`,
  'guide/index.html': `<!doctype html><link rel="stylesheet" href="/assets/style.css"><h1>题</h1><script src="/assets/app.js"></script><script>${RUN}</script><img src="x" onerror='${RUN}'>`,
};

const contentDir = mkdtempSync(join(tmpdir(), 'finews-hostile-files-'));
let portal: Portal;
let browser: Browser;
let page: Page;
before(async () => {
  for (const [path, bytes] of Object.entries(FILES)) {
    mkdirSync(dirname(join(contentDir, path)), { recursive: true });
    writeFileSync(join(contentDir, path), bytes);
  }
  portal = await startPortal(contentDir);
  browser = await startBrowser();
  page = await browser.newPage();
});
after(async () => {
  await browser?.close();
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

for (const path of [
  '/guide/',
  '/assets/drawing.svg',
  '/assets/page.xhtml',
  '/assets/page.xml',
  '/assets/polyglot.gif',
]) {
  test(`runs nothing in ${path}`, async () => {
    await page.goto(portal.url + path, { waitUntil: 'load' });
    assert.equal(await page.locator(':root').getAttribute('data-ran'), null);
  });
}

for (const path of ['/assets/app.js', '/assets/polyglot.gif', '/assets/unknown']) {
  test(`gives pages of the portal no script at ${path}`, async () => {
    await page.goto(`${portal.url}/a.html`);
    const event = await page.evaluate(
      (src) =>
        new Promise((resolve) => {
          const script = document.createElement('script');
          script.onload = () => resolve('load');
          script.onerror = () => resolve('error');
          script.src = src;
          document.head.append(script);
        }),
      path,
    );
    assert.equal(event, 'error');
  });
}

test('shows an HTML file with the styles that lie beside it', async () => {
  await page.goto(`${portal.url}/guide/`);
  assert.equal(await page.locator('h1').evaluate((heading) => getComputedStyle(heading).color), 'rgb(1, 2, 3)');
});

test('shows a drawing in an article', async () => {
  await page.goto(`${portal.url}/a.html`);
  const image = page.locator('article img');
  await image.scrollIntoViewIfNeeded();
  await image.evaluate((element: HTMLImageElement) => element.decode());
  assert.equal(await image.evaluate((element: HTMLImageElement) => element.naturalWidth), 8);
});
