import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from '../support/browser/browser.ts';
import { type Portal, startPortal } from '../support/portal.ts';

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

async function open(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(portal.url);
  return page;
}

async function choose(page: Page, label: string): Promise<void> {
  await page.getByRole('button', { name: '阅读设置' }).click();
  await page.getByRole('radio', { name: label }).check();
  await page.keyboard.press('Escape');
}

const paperOf = (page: Page): Promise<string> =>
  page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

const LIGHT = 'rgb(253, 252, 250)';
const DARK = 'rgb(22, 21, 20)';
for (const { system, label, paper } of [
  { system: 'light', label: '深色', paper: DARK },
  { system: 'dark', label: '浅色', paper: LIGHT },
  { system: 'dark', label: '跟随系统', paper: DARK },
  { system: 'light', label: '高对比', paper: 'rgb(255, 255, 255)' },
  { system: 'dark', label: '高对比', paper: 'rgb(0, 0, 0)' },
] as const) {
  test(`shows ${label} on the next page as well, where the system is ${system}`, async () => {
    const page = await open({ colorScheme: system });
    await choose(page, label);
    await page.goto(`${portal.url}/categories`);
    assert.equal(await paperOf(page), paper);
    await page.context().close();
  });
}

for (const { label, size } of [
  { label: '小', size: '15px' },
  { label: '中', size: '16px' },
  { label: '大', size: '19px' },
]) {
  test(`shows text of the size ${label} on the next page as well`, async () => {
    const page = await open();
    await choose(page, label);
    await page.goto(`${portal.url}/categories`);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), size);
    await page.context().close();
  });
}

test('has applied the choice before anything is painted', async () => {
  const page = await open();
  await choose(page, '深色');
  // The body's first child is there only after the scripts of the head.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      Object.assign(globalThis, { themeAtFirst: document.documentElement.getAttribute('data-theme') });
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${portal.url}/categories`);
  assert.equal(await page.evaluate('themeAtFirst'), 'dark');
  await page.context().close();
});

test('applies what was chosen in another tab', async () => {
  const page = await open();
  const other = await page.context().newPage();
  await other.goto(`${portal.url}/categories`);
  await choose(page, '深色');
  await other.waitForFunction(() => document.documentElement.getAttribute('data-theme') === 'dark');
  assert.equal(await paperOf(other), DARK);
  await page.context().close();
});

test('shows what is chosen when the settings are opened', async () => {
  const page = await open();
  await choose(page, '大');
  await page.goto(`${portal.url}/categories`);
  await page.getByRole('button', { name: '阅读设置' }).click();
  assert(await page.getByRole('radio', { name: '大' }).isChecked());
  await page.context().close();
});

test('offers no settings that cannot be kept, without scripts', async () => {
  const page = await open({ javaScriptEnabled: false });
  assert.equal(await page.getByRole('button', { name: '阅读设置' }).count(), 0);
  await page.context().close();
});
