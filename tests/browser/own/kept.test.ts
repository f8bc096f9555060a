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

/** What a browser has of a list, as it is stored. */
const stored = (page: Page, name: string): Promise<string | null> =>
  page.evaluate((key) => localStorage.getItem(key), name);

const store = (page: Page, name: string, value: string): Promise<void> =>
  page.evaluate(([key = '', text = '']) => localStorage.setItem(key, text), [name, value]);

const said = async (page: Page): Promise<string> =>
  (await page.locator('kept-articles [role="status"]').textContent()) ?? '';

const numbered = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ url: `/${i}.html`, title: `${i}`, source: '', day: '' }));

test('takes the places in long articles to another browser', async (context) => {
  const page = await open(context, LONG);
  await page
    .locator('[itemprop="articleBody"] p')
    .nth(30)
    .evaluate((element) => element.scrollIntoView());
  const exported = await exportFrom(page);
  const other = await open(context, '/');
  await importInto(other, exported);
  await go(other, LONG);
  assert.ok(await other.getByRole('button', { name: '继续阅读' }).isVisible());
});

test('says what it has taken from a file', async (context) => {
  const page = await open(context, '/kept');
  await importInto(page, JSON.stringify({ version: 1, follows: ['ribao', 'wanbao'], kept: numbered(3), places: [] }));
  assert.equal(await said(page), '已导入：2个来源、3篇文章、0处阅读位置');
});

test('takes a file without places, as it was once saved', async (context) => {
  const page = await open(context, '/kept');
  await importInto(page, JSON.stringify({ version: 1, follows: ['ribao'], kept: [] }));
  assert.equal(await stored(page, 'follows'), 'ribao');
});

test('takes the articles of a file whose sources are too many, and says how many it has left', async (context) => {
  const page = await open(context, '/kept');
  await store(page, 'follows', 'wanbao');
  const follows = Array.from({ length: 51 }, (_, i) => `s${i}`);
  await importInto(page, JSON.stringify({ version: 1, follows, kept: numbered(1), places: [] }));
  assert.deepEqual(
    [await listKept(page), (await stored(page, 'follows'))?.split('+').length, await said(page)],
    [
      ['/0.html'],
      50,
      '已导入：49个来源、1篇文章、0处阅读位置。没有导入：2个来源（至多50个来源、500篇文章、100处阅读位置，浏览器也要允许网站存储）',
    ],
  );
});

test('takes as many articles as there is room for, and loses none that was kept', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await importInto(page, JSON.stringify({ version: 1, follows: ['ribao'], kept: numbered(500), places: [] }));
  const kept = await listKept(page);
  assert.deepEqual([kept.length, kept.at(-1), await stored(page, 'follows')], [500, SHORT, 'ribao']);
});

test('counts what is there already as taken', async (context) => {
  const page = await open(context, SHORT);
  await press(page, '稍后阅读');
  await importInto(page, await exportFrom(page));
  assert.equal(await said(page), '已导入：0个来源、1篇文章、0处阅读位置');
});

test('takes no place from a file that could be none', async (context) => {
  const page = await open(context, '/kept');
  const wrong = [
    null,
    1,
    'x',
    {},
    [],
    [LONG],
    [LONG, -1],
    [LONG, 1.5],
    [LONG, '30'],
    ['//evil.example/', 3],
    [`/${'x'.repeat(3_000)}`, 3],
  ];
  const places = [...wrong, [LONG, 20], [LONG, 30, { more: 1 }]];
  await importInto(page, JSON.stringify({ version: 1, places }));
  assert.equal(await stored(page, 'places'), JSON.stringify([[LONG, 30]]));
});

test('takes no more than a hundred places', async (context) => {
  const page = await open(context, '/kept');
  const places = Array.from({ length: 300 }, (_, i) => [`/${i}.html`, 1]);
  await importInto(page, JSON.stringify({ version: 1, places }));
  assert.equal(JSON.parse((await stored(page, 'places')) ?? '').length, 100);
});

for (const [name, value] of [
  ['kept', '[null, 1, {"url": 1}, "x"]'],
  ['kept', '{"url": "/a.html"}'],
  ['follows', '+a/b++../c+'],
  ['places', '[null, [null], {}]'],
] as const) {
  test(`shows what is kept where ${value} is stored as “${name}”`, async (context) => {
    const page = await open(context, SHORT);
    await press(page, '稍后阅读');
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await store(page, name, value);
    await go(page, '/kept');
    assert.deepEqual([errors, (await listKept(page)).length], [[], name === 'kept' ? 0 : 1]);
  });
}

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
  ['nothing', 'null'],
  ['another version', '{"version": 2, "kept": []}'],
] as const) {
  test(`refuses a file with ${what}`, async (context) => {
    const page = await open(context, '/kept');
    await importInto(page, text);
    assert.match(await said(page), /没有导入：这不是/);
  });
}

test('takes no address of another host and no script from a file', async (context) => {
  const page = await open(context, '/kept');
  const article = (url: unknown) => ({ url, title: '恶', source: '', day: '' });
  const urls = [
    'javascript:alert(1)',
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    'https://evil.example/',
    1,
    SHORT,
  ];
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
