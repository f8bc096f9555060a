/** Articles that a reader keeps for later, in the browser alone. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type { Page } from 'playwright-core';
import { followed, go, LONG, open, press, SHORT, setUp } from './readers.ts';

setUp();

/** Addresses of the articles that /kept lists. */
const listKept = (page: Page): Promise<(string | null)[]> =>
  page.locator('kept-articles li a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));

test('lists the articles that were kept, the last one first', async (context) => {
  const page = await open(context, LONG);
  await press(page, '稍后阅读');
  await go(page, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/kept');
  assert.deepEqual(await listKept(page), [SHORT, LONG]);
});

test('shows title, day and source of a kept article', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/kept');
  assert.match((await page.locator('kept-articles li').textContent()) ?? '', /短讯2022-04-21 北城晚报/);
});

test('shows that an article is kept when it is opened again', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await page.reload();
  const button = page.getByRole('button', { name: '稍后阅读', exact: true });
  assert.equal(await button.getAttribute('aria-pressed'), 'true');
});

test('removes an article by keyboard, and goes on with the next one', async (context) => {
  const page = await open(context, LONG);
  await press(page, '稍后阅读');
  await go(page, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/kept');
  await page.getByRole('button', { name: '移除：短讯' }).focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(
    [await listKept(page), await page.locator(':focus').getAttribute('aria-label')],
    [[LONG], '移除：长文'],
  );
});

test('keeps an article of a page in traditional characters for both forms', async (context) => {
  const page = await open(context, `/zh-hant${SHORT}`);
  await page.locator('keep-article button').click();
  await go(page, '/kept');
  const simplified = await listKept(page);
  await go(page, '/zh-hant/kept');
  assert.deepEqual([simplified, await listKept(page)], [[SHORT], [`/zh-hant${SHORT}`]]);
});

/** What the browser keeps, as the reader gets it. */
async function exportFrom(page: Page): Promise<string> {
  await go(page, '/kept');
  const download = page.waitForEvent('download');
  await press(page, '导出（JSON）');
  return readFileSync(await (await download).path(), 'utf8');
}

async function importInto(page: Page, text: string): Promise<void> {
  await go(page, '/kept');
  const file = { name: 'finews.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByLabel('导入').setInputFiles(file);
  await page.locator('kept-articles [role="status"]').filter({ hasText: '导入' }).waitFor();
}

test('takes what is kept and followed to another browser', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/category/ribao.html');
  await press(page, '关注');
  const other = await open(context, '/');
  await importInto(other, await exportFrom(page));
  assert.deepEqual(
    [await listKept(other), await followed(other).first().getAttribute('href')],
    [[SHORT], '/mix/ribao'],
  );
});

test('keeps what there was when more is imported', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  const exported = await exportFrom(page);
  const other = await open(context, LONG);
  await press(other, '稍后阅读');
  await importInto(other, exported);
  assert.deepEqual(await listKept(other), [SHORT, LONG]);
});

test('gives the followed sources as OPML', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, '/kept');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: '各来源的订阅源（OPML）' }).click();
  assert.match(readFileSync(await (await download).path(), 'utf8'), /xmlUrl="[^"]+\/feed\/ribao\.xml"/);
});

for (const [what, text] of [
  ['no JSON', '<opml/>'],
  ['another JSON', '{"a": 1}'],
  ['lists of another kind', '{"version": 1, "kept": 1, "follows": {}}'],
] as const) {
  test(`refuses a file with ${what}`, async (context) => {
    const page = await open(context, '/kept');
    await importInto(page, text);
    assert.match((await page.locator('kept-articles [role="status"]').textContent()) ?? '', /没有导入/);
  });
}

test('takes no address of another host and no script from a file', async (context) => {
  const page = await open(context, '/kept');
  const article = (url: unknown) => ({ url, title: '恶', source: '', day: '' });
  const urls = ['javascript:alert(1)', '//evil.example/', '/\\evil.example/', 'https://evil.example/', 1, SHORT];
  const kept = [...urls.map(article), null, 'x', { url: LONG, title: 1 }];
  await importInto(page, JSON.stringify({ version: 1, kept, follows: ['a/b', '../c', 1, 'ribao'] }));
  assert.deepEqual([await listKept(page), await followed(page).first().getAttribute('href')], [[SHORT], '/mix/ribao']);
});

test('clears everything when the reader confirms it', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/kept');
  page.on('dialog', (dialog) => dialog.accept());
  await press(page, '全部清除');
  assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), []);
});

test('says without scripts that the list needs them', async (context) => {
  const page = await open(context, '/kept', { javaScriptEnabled: false });
  assert.match((await page.locator('kept-articles').textContent()) ?? '', /要用脚本/);
});
