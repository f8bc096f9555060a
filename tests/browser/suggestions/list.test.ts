import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { open, openList, portal, SUGGESTIONS, setUp } from './view.ts';

setUp();

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

test('offers a stock with its code, and leads to its page', async (context) => {
  const { page, field, list, options } = await open(context, { answer: (route) => route.continue() });
  await field.pressSequentially('609901');
  await list.waitFor();
  const texts = await options.evaluateAll((links) =>
    links.map((link) => [...link.children].map((part) => part.textContent)),
  );
  await options.first().click();
  await page.waitForURL(`${portal.url}/stock/SH609901`);
  assert.deepEqual(texts, [['海川银行', 'SH609901 2条']]);
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

test('shows a hostile title as text', async (context) => {
  const title = '<img src=x onerror="window.__xss=1"><b>江海</b>';
  const { page, options } = await openList(context, {
    answer: (route) => route.fulfill({ json: { suggestions: [{ ...SUGGESTIONS[0], title }] } }),
  });
  assert.deepEqual([await options.locator('bdi').textContent(), await options.locator('img, b').count()], [title, 0]);
  assert.equal(await page.evaluate(() => '__xss' in window), false);
});
