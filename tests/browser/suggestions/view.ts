/** The suggestions of a search field in a browser; `/api/suggest` is answered here unless a test says otherwise. */
import { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page, Route } from 'playwright-core';
import { startBrowser } from '../../support/browser/browser.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { within } from '../../support/wait.ts';

export const SUGGESTIONS = [
  { kind: 'category', name: 'jianghairibao', title: '江海日报新闻', href: '/category/jianghairibao.html', count: 12 },
  { kind: 'category', name: 'emnews', title: '东方财富新闻', href: '/category/emnews.html', count: 9 },
  { kind: 'tag', name: '江海', title: '江海', href: '/tag/江海', count: 3 },
];

export let portal: Portal;
export let browser: Browser;

/** Serves the sample content to a browser for the tests of a file. */
export function setUp(): void {
  before(async () => {
    portal = await startPortal('content');
    browser = await startBrowser();
  });
  after(async () => {
    await browser?.close();
    await portal?.stop();
  });
}

export const suggest = (route: Route): Promise<void> => route.fulfill({ json: { suggestions: SUGGESTIONS } });

interface View {
  page: Page;
  field: Locator;
  list: Locator;
  options: Locator;
  /** Texts that this page has asked for. */
  asked(): Promise<string[]>;
}

interface Setting extends BrowserContextOptions {
  answer?: (route: Route) => Promise<unknown>;
}

/** Opens a page with the focus in the field of its masthead. */
export async function open(context: TestContext, { answer = suggest, ...options }: Setting = {}): Promise<View> {
  const browserContext = await browser.newContext(options);
  context.after(() => browserContext.close());
  const page = await browserContext.newPage();
  // The network need not see a request that is called off at once.
  await page.addInitScript(() => {
    const { fetch } = window;
    const asked: string[] = [];
    Object.assign(window, {
      asked,
      fetch: (address: string, init?: RequestInit) => {
        asked.push(new URLSearchParams(address.split('?')[1]).get('q') ?? '');
        return fetch(address, init);
      },
    });
  });
  await page.route('**/api/suggest?*', answer);
  await page.goto(`${portal.url}/`);
  const field = page.locator('#masthead-search');
  await field.focus();
  const list = page.locator('#masthead-search-suggestions');
  const asked = (): Promise<string[]> => page.evaluate(() => Reflect.get(window, 'asked'));
  return { page, field, list, options: list.getByRole('option'), asked };
}

/** The same with a list that is open. */
export async function openList(context: TestContext, setting?: Setting): Promise<View> {
  const view = await open(context, setting);
  await view.page.keyboard.insertText('江海');
  await view.list.waitFor();
  return view;
}

/** Asks for something else and waits for the answer: what came earlier has been handled by then. */
export const askServer = (page: Page): Promise<unknown> =>
  within(
    'the answer of /healthz',
    page.evaluate(() => fetch('/healthz').then(({ status }) => status)),
  );
