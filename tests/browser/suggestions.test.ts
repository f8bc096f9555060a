/** `client/search-suggestions.ts` in a browser; `/api/suggest` is answered here, but for the last tests. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import test, { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page, Route } from 'playwright-core';
import { startBrowser } from '../support/browser.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { within } from '../support/wait.ts';

const SUGGESTIONS = [
  { kind: 'category', title: '江海日报新闻', href: '/category/jianghairibao.html', count: 12 },
  { kind: 'category', title: '东方财富新闻', href: '/category/emnews.html', count: 9 },
  { kind: 'tag', title: '江海', href: '/tag/江海', count: 3 },
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

const suggest = (route: Route): Promise<void> => route.fulfill({ json: { suggestions: SUGGESTIONS } });

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
async function open(context: TestContext, { answer = suggest, ...options }: Setting = {}): Promise<View> {
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
async function openList(context: TestContext, setting?: Setting): Promise<View> {
  const view = await open(context, setting);
  await view.page.keyboard.insertText('江海');
  await view.list.waitFor();
  return view;
}

/** Asks for something else and waits for the answer: what came earlier has been handled by then. */
const askServer = (page: Page): Promise<unknown> =>
  within(
    'the answer of /healthz',
    page.evaluate(() => fetch('/healthz').then(({ status }) => status)),
  );

/** Text of the option that assistive technology is told to be at; empty in the field itself. */
const activeText = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const id = document.activeElement?.getAttribute('aria-activedescendant');
    const option = id ? document.getElementById(id) : null;
    return option?.getAttribute('aria-selected') === 'true' ? (option.querySelector('bdi')?.textContent ?? '') : '';
  });

test('shows suggestions as a list that the field controls', async (context) => {
  const { field, list, options } = await openList(context);
  assert.deepEqual(
    [
      await field.getAttribute('role'),
      await field.getAttribute('aria-expanded'),
      await field.getAttribute('aria-controls'),
      await options.evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ],
    ['combobox', 'true', await list.getAttribute('id'), SUGGESTIONS.map(({ href }) => href)],
  );
});

test('says how many suggestions there are', async (context) => {
  const { page } = await openList(context);
  assert.equal(await page.locator('form:has(#masthead-search) [role=status]').textContent(), '3 条建议');
});

test('goes through options and field in a ring by arrow keys', async (context) => {
  const { page } = await openList(context);
  const seen: string[] = [];
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'ArrowUp']) {
    await page.keyboard.press(key);
    seen.push(await activeText(page));
  }
  const [first, second, third] = SUGGESTIONS.map(({ title }) => title);
  assert.deepEqual(seen, [first, second, third, '', third, second]);
});

for (const key of ['Home', 'End']) {
  test(`leaves the list for the text by ${key}`, async (context) => {
    const { page, field } = await openList(context);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press(key);
    const caret = await field.evaluate((input: HTMLInputElement) => input.selectionStart);
    assert.deepEqual([await activeText(page), caret], ['', key === 'Home' ? 0 : 2]);
  });
}

test('opens the active option by Enter', async (context) => {
  const { page } = await openList(context);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${portal.url}/category/jianghairibao.html`);
});

test('searches by Enter where no option is active', async (context) => {
  const { page } = await openList(context);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${portal.url}/search?q=${encodeURIComponent('江海')}`);
});

test('opens an option by a click', async (context) => {
  const { page, options } = await openList(context);
  await options.nth(1).click();
  await page.waitForURL(`${portal.url}/category/emnews.html`);
});

test('opens an option by a tap on at least 44 pixels', async (context) => {
  const { page, options } = await openList(context, { hasTouch: true, viewport: { width: 390, height: 800 } });
  const heights = await options.evaluateAll((links) => links.map((link) => link.getBoundingClientRect().height));
  assert.deepEqual(
    heights.filter((height) => height < 44),
    [],
  );
  await options.first().tap();
  await page.waitForURL(`${portal.url}/category/jianghairibao.html`);
});

test('closes by Escape and keeps the text, however often', async (context) => {
  const { page, field, list } = await openList(context);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.deepEqual(
    [await list.isVisible(), await field.getAttribute('aria-expanded'), await field.inputValue()],
    [false, 'false', '江海'],
  );
});

test('opens the list again by ArrowDown without asking again', async (context) => {
  const { page, asked } = await openList(context);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  assert.deepEqual([await activeText(page), await asked()], ['江海日报新闻', ['江海']]);
});

test('closes when the field loses the focus', async (context) => {
  const { page, list } = await openList(context);
  await page.keyboard.press('Tab');
  assert.equal(await list.isVisible(), false);
});

test('asks nothing before two characters', async (context) => {
  const { page, field, asked } = await open(context);
  await page.clock.install();
  for (const text of ['江', ' 江 ', '𠮷', '  ']) {
    await field.fill(text);
    await page.clock.runFor(1_000);
  }
  assert.deepEqual(await asked(), []);
});

test('asks at most every 150 milliseconds', async (context) => {
  const { page, asked } = await open(context);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  for (const digit of '0123456789') {
    await page.keyboard.press(digit);
    await page.clock.runFor(50);
  }
  await page.clock.runFor(1_000);
  assert.deepEqual(await asked(), ['01', '0123', '0123456', '0123456789']);
});

test('asks once for a text, whatever space stands around it', async (context) => {
  const { page, field, asked } = await open(context);
  await page.clock.install();
  for (const text of ['江海', ' 江海', '江海 ']) {
    await field.fill(text);
    await page.clock.runFor(1_000);
  }
  assert.deepEqual(await asked(), ['江海']);
});

test('ignores an answer to an earlier text', async (context) => {
  let release = (): void => {};
  const isReleased = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { page, field, list, options } = await open(context, {
    answer: async (route) => {
      const text = new URL(route.request().url()).searchParams.get('q');
      if (text === '江海') await isReleased;
      // The page has called it off.
      await route.fulfill({ json: { suggestions: [{ ...SUGGESTIONS[0], title: text }] } }).catch(() => {});
    },
  });
  await Promise.all([page.waitForRequest('**/api/suggest?*'), field.fill('江海')]);
  await field.fill('江海日报');
  await list.waitFor();
  release();
  await askServer(page);
  assert.deepEqual(await options.locator('bdi').allTextContents(), ['江海日报']);
});

test('shows nothing for a composition until it has ended', async (context) => {
  const { page, list, asked } = await open(context);
  const session = await page.context().newCDPSession(page);
  await page.clock.install();
  for (const text of ['j', 'jiang', 'jiang hai']) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await page.clock.runFor(1_000);
  }
  const askedBefore = await asked();
  await session.send('Input.insertText', { text: '江海' });
  await page.clock.runFor(1_000);
  await list.waitFor();
  assert.deepEqual([askedBefore, await asked()], [[], ['江海']]);
});

test('calls off what it was about to ask when a composition begins', async (context) => {
  const { page, field, asked } = await open(context);
  const session = await page.context().newCDPSession(page);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await field.fill('江海');
  await page.clock.runFor(1);
  await page.keyboard.insertText('日');
  await session.send('Input.imeSetComposition', { text: 'b', selectionStart: 1, selectionEnd: 1 });
  await page.clock.runFor(1_000);
  assert.deepEqual(await asked(), ['江海']);
});

for (const [name, answer] of [
  ['that cannot be sent', (route: Route) => route.abort()],
  ['answered 500', (route: Route) => route.fulfill({ status: 500, body: '{}' })],
  ['answered with a page', (route: Route) => route.fulfill({ body: '<!doctype html>' })],
] as const) {
  test(`is silent about a request ${name}`, async (context) => {
    const { page, field, list } = await open(context, { answer });
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    const [request] = await Promise.all([page.waitForRequest('**/api/suggest?*'), field.fill('江海')]);
    await within(
      'the end of the answer',
      request.response().then((response) => response?.finished()),
    );
    await askServer(page);
    assert.deepEqual([errors, await list.isVisible()], [[], false]);
  });
}

test('shows a hostile title as text', async (context) => {
  const title = '<img src=x onerror="window.__xss=1"><b>江海</b>';
  const { page, options } = await openList(context, {
    answer: (route) => route.fulfill({ json: { suggestions: [{ ...SUGGESTIONS[0], title }] } }),
  });
  assert.deepEqual([await options.locator('bdi').textContent(), await options.locator('img, b').count()], [title, 0]);
  assert.equal(await page.evaluate(() => '__xss' in window), false);
});

test('moves nothing on the page', async (context) => {
  const { page } = await open(context);
  const places = (): Promise<number[]> =>
    page.locator('nav, main, footer').evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top));
  const before = await places();
  await page.keyboard.insertText('江海');
  await page.getByRole('listbox').waitFor();
  assert.deepEqual(await places(), before);
});

test('gives every form of a page a list of its own', async (context) => {
  const { page } = await open(context);
  await page.goto(`${portal.url}/search`);
  for (const id of ['masthead-search', 'search']) {
    await page.locator(`#${id}`).fill('江海');
    await page.locator(`#${id}-suggestions`).waitFor();
  }
  const ids = await page.locator('[id]').evaluateAll((elements) => elements.map((element) => element.id));
  assert.equal(new Set(ids).size, ids.length);
});

test('leaves the form as it is without JavaScript', async (context) => {
  const { page, field } = await open(context, { javaScriptEnabled: false });
  assert.equal(await field.getAttribute('role'), null);
  await field.fill('夜校');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${portal.url}/search?q=${encodeURIComponent('夜校')}`);
});

test('works beside Next’s runtime, where no front takes it out', async (context) => {
  const next = fork('lib/front/worker.ts', {
    env: { ...process.env, NODE_ENV: 'production', CONTENT_DIR: 'content', DATA_DIR: portal.dataDir },
  });
  context.after(() => next.kill());
  const [{ port }] = await within('the port of the worker', once(next, 'message'));
  const page = await browser.newPage();
  context.after(() => page.close());
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route('**/api/suggest?*', suggest);
  // The page is taken over by React only after the list has been filled.
  await page.route('**/_next/static/**/*.js', async (route) => {
    await page.locator('[role=option]').first().waitFor();
    await route.continue();
  });
  await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: 'commit' });
  await page.locator('#masthead-search[role=combobox]').fill('江海');
  await page.waitForLoadState('networkidle');
  assert.deepEqual([errors, await page.getByRole('option').count()], [[], SUGGESTIONS.length]);
});

for (const [typed, title] of [
  ['jhrb', '江海日报新闻'],
  ['江海', '江海日报新闻'],
] as const) {
  test(`suggests what the portal has for ${typed}`, async (context) => {
    const { field, options } = await open(context, { answer: (route) => route.continue() });
    await field.pressSequentially(typed);
    await options.first().waitFor();
    assert.match((await options.first().textContent()) ?? '', new RegExp(title));
  });
}
