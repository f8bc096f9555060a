import assert from 'node:assert/strict';
import test from 'node:test';
import type { Route } from 'playwright-core';
import { within } from '../../support/wait.ts';
import { askServer, open, SUGGESTIONS, setUp } from './view.ts';

setUp();

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
