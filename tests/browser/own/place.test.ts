/** Where a reader stopped in a long article. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { go, LONG, open, PARAGRAPHS, SHORT, setUp } from './readers.ts';

setUp();

/** Scrolls a long article to a paragraph, and leaves. */
async function readUpTo(page: Page, paragraph: number): Promise<void> {
  await go(page, LONG);
  await page
    .locator('[itemprop="articleBody"] p')
    .nth(paragraph)
    .evaluate((element) => element.scrollIntoView());
  await go(page, '/');
}

const placeButton = (page: Page) => page.getByRole('button', { name: '继续阅读' });

test('leads back to where the reader stopped', async (context) => {
  const page = await open(context, '/');
  await readUpTo(page, 30);
  await go(page, LONG);
  const before = await page.evaluate(() => scrollY);
  await placeButton(page).focus();
  await page.keyboard.press('Enter');
  const focused = (await page.locator(':focus').textContent()) ?? '';
  assert.deepEqual([before, focused.startsWith('第30段')], [0, true]);
});

test('knows the place in the other form of Chinese', async (context) => {
  const page = await open(context, '/');
  await readUpTo(page, 30);
  await go(page, `/zh-hant${LONG}`);
  assert.ok(await page.locator('reading-place button').isVisible());
});

test('keeps the place when the reader only looks at the beginning again', async (context) => {
  const page = await open(context, '/');
  await readUpTo(page, 30);
  await go(page, LONG);
  await go(page, '/');
  await go(page, LONG);
  assert.ok(await placeButton(page).isVisible());
});

for (const [what, paragraph] of [
  ['has not begun', 0],
  ['has come to the end', PARAGRAPHS - 1],
] as const) {
  test(`offers no place to who ${what}`, async (context) => {
    const page = await open(context, '/');
    await readUpTo(page, paragraph);
    await go(page, LONG);
    assert.equal(await placeButton(page).isVisible(), false);
  });
}

test('forgets the place of who has come to the end', async (context) => {
  const page = await open(context, '/');
  await readUpTo(page, 30);
  await readUpTo(page, PARAGRAPHS - 1);
  await go(page, LONG);
  assert.equal(await placeButton(page).isVisible(), false);
});

test('offers no place in a short article', async (context) => {
  const page = await open(context, SHORT);
  assert.equal(await page.locator('reading-place').count(), 0);
});

test('finds the place where something else is stored beside it', async (context) => {
  const page = await open(context, '/');
  await page.evaluate((path) => localStorage.setItem('places', JSON.stringify([null, 1, [path, 30]])), LONG);
  await go(page, LONG);
  assert.ok(await placeButton(page).isVisible());
});
