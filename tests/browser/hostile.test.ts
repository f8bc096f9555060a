import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { pathHref } from '../../lib/addresses.ts';
import { openArchive } from '../../lib/archive/index.ts';
import { startBrowser } from '../support/browser/browser.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { SHARED, withoutShared } from '../support/shared.ts';

let portal: Portal;
let browser: Browser;
let page: Page;
before(async () => {
  if (withoutShared) return;
  portal = await startPortal(`${SHARED}/corpus/hostile`);
  browser = await startBrowser();
  const context = await browser.newContext();
  // What content names elsewhere is out of reach here, and would only make the test wait.
  await context.route(
    (url) => url.origin !== portal.url,
    (route) => route.abort(),
  );
  page = await context.newPage();
});
after(async () => {
  await browser?.close();
  await portal?.stop();
});

async function listAddresses(): Promise<string[]> {
  const archive = openArchive({ dataDir: portal.dataDir });
  const entries = (await archive.listSitemapEntries(1)) ?? [];
  archive.close();
  return entries.map(({ url }) => pathHref(url));
}

test('runs nothing of any hostile post, nor of the listings that name them', { skip: withoutShared }, async () => {
  const addresses = [
    ...(await listAddresses()),
    '/',
    '/categories',
    '/archive',
    '/archive/2022/03/01',
    '/category/hostile.html',
    '/search?q=script',
  ];
  const ran: string[] = [];
  for (const address of addresses) {
    const answer = await page.goto(portal.url + address, { waitUntil: 'load' });
    if (answer?.status() !== 200) ran.push(`${address}: status ${answer?.status()}`);
    for (const summary of await page.locator('article summary').all()) await summary.click();
    if (await page.evaluate(() => '__xss' in window)) ran.push(address);
  }
  assert.deepEqual(ran, []);
});

test('keeps the shape of the page around every hostile post', { skip: withoutShared }, async () => {
  const broken: string[] = [];
  for (const address of await listAddresses()) {
    await page.goto(portal.url + address, { waitUntil: 'domcontentloaded' });
    const shape = await page.evaluate(() => {
      const count = (selector: string): number => document.querySelectorAll(selector).length;
      return [
        count('body > main article'),
        count('article > nav[aria-label="返回"], article nav[aria-label="返回"]'),
        count('body > footer'),
        count('h1'),
      ].join();
    });
    if (shape !== '1,1,1,1') broken.push(`${address} ${shape}`);
  }
  assert.deepEqual(broken, []);
});
