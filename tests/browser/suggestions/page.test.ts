import assert from 'node:assert/strict';
import test from 'node:test';
import { startNextServer } from '../../support/servers/next-server.ts';
import { browser, open, portal, SUGGESTIONS, setUp, suggest } from './view.ts';

setUp();

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

test('works beside Next’s runtime, which no front removes', async (context) => {
  const next = await startNextServer(portal.environment);
  context.after(() => next.stop());
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
  await page.goto(`${next.url}/`, { waitUntil: 'commit' });
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
