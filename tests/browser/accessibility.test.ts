import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import test, { after, before, describe } from 'node:test';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from '../support/browser/browser.ts';
import { measureShift } from '../support/browser/layout-shift.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { SAMPLE_PAGES } from '../support/sample-pages.ts';
import { within } from '../support/wait.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** WCAG 2.2 at AA, targets of 24 pixels included, and what axe calls best practice. */
const RULES: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
};
const PAGES: Readonly<Record<string, string>> = {
  ...SAMPLE_PAGES,
  table: '/jianghairibao/2026/10/20/budget.html',
  archive: '/archive/2026/11',
  'unknown address': '/nowhere',
};
const THEMES = {
  light: { colorScheme: 'light', contrast: 'no-preference' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  'high contrast': { colorScheme: 'light', contrast: 'more' },
  'dark high contrast': { colorScheme: 'dark', contrast: 'more' },
} as const;

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
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, ...options });
  const page = await context.newPage();
  await page.route(
    (url) => url.origin !== portal.url,
    (route) => route.abort(),
  );
  await page.goto(portal.url + path);
  return page;
}

async function listViolations(page: Page): Promise<string[]> {
  // To load it takes as long as to ask it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const results = page.evaluate(
    (rules) => (globalThis as unknown as { axe: { run(rules: RunOptions): Promise<AxeResults> } }).axe.run(rules),
    RULES,
  );
  const { violations } = (await within('the results of axe', results)) as AxeResults;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

for (const [name, path] of Object.entries(PAGES)) {
  // To open a page takes longer than most of what is asked of it, and much of that is to wait until nothing is loaded any more.
  describe(name, () => {
    let page: Page;
    let wide: Page;
    before(async () => {
      [page, wide] = await Promise.all([open(path), open(path, { viewport: { width: 1440, height: 800 } })]);
    });
    after(() => page?.context().close());

    test(`nothing of ${name} moves once it is there, at 390 pixels`, async () => {
      assert.equal(await measureShift(page), 0);
    });

    test(`nothing of ${name} moves once it is there, at 1440 pixels`, async () => {
      assert.equal(await measureShift(wide), 0);
      await wide.context().close();
    });

    for (const [theme, media] of Object.entries(THEMES)) {
      test(`axe finds nothing wrong with ${name} in ${theme}`, async () => {
        await page.emulateMedia(media);
        assert.deepEqual(await listViolations(page), []);
      });
    }

    test(`the keyboard reaches and shows everything on ${name}`, async () => {
      await page.emulateMedia(THEMES.light);
      assert.deepEqual(await walkByKeyboard(page), []);
    });
  });
}

for (const path of ['/archive', '/archive/2026']) {
  test(`axe finds nothing wrong with the calendars of ${path} under a finger`, async () => {
    const page = await open(path, { isMobile: true, hasTouch: true });
    assert.deepEqual(await listViolations(page), []);
    await page.context().close();
  });
}

test('axe finds nothing wrong with the reading settings', async () => {
  const page = await open('/');
  await page.getByRole('button', { name: '阅读设置' }).click();
  assert.deepEqual(await listViolations(page), []);
  await page.context().close();
});

/** Presses Tab once for each control. @returns those that were not reached, or not shown while they had the focus */
async function walkByKeyboard(page: Page): Promise<string[]> {
  // A picture's link is for who points: the title beside it leads to the same address.
  const controls = 'a[href]:not([aria-hidden]), input, select, button, summary, [tabindex="0"]';
  const total = await page.evaluate((selector) => {
    const shown = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility());
    for (const [i, element] of shown.entries()) element.setAttribute('data-control', String(i));
    return shown.length;
  }, controls);
  for (let i = 0; i < total; i++) {
    await page.keyboard.press('Tab');
    await page.evaluate(() => {
      const element = document.activeElement;
      if (!element) return;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { top, bottom, left, right } = element.getBoundingClientRect();
      const isOnScreen = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
      if (isOnScreen && outlineStyle !== 'none' && outlineWidth !== '0px') element.removeAttribute('data-control');
    });
  }
  return page.evaluate(() =>
    [...document.querySelectorAll('[data-control]')].map((element) => element.outerHTML.slice(0, 120)),
  );
}
