/** A portal with a long and a short article, and what its readers do in their browsers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startBrowser } from '../../support/browser/browser.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';

export const LONG = '/ribao/2022/04/20/long.html';
export const SHORT = '/wanbao/2022/04/21/short.html';
/** Paragraphs of the long article. */
export const PARAGRAPHS = 60;

export let portal: Portal;
let browser: Browser;

/** Serves the portal for the tests of a file. */
export function setUp(): void {
  const contentDir = mkdtempSync(join(tmpdir(), 'finews-own-'));
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
}

/** Opens an address in a browser of its own. */
export async function open(context: TestContext, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const browserContext = await browser.newContext(options);
  context.after(() => browserContext.close());
  const page = await browserContext.newPage();
  await page.goto(portal.url + path);
  return page;
}

export const go = (page: Page, path: string): Promise<unknown> => page.goto(portal.url + path);
export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
/** The link in the masthead to what is followed. */
export const followed = (page: Page): Locator =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: /^我的[关關]注$/ });
/** The link in the masthead to what is kept. */
export const kept = (page: Page): Locator =>
  page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '稍后阅读' });
