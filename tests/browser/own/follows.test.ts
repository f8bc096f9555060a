/** Sources that a reader follows: in the browser alone, and in an address without scripts. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { measureShift } from '../../support/browser/layout-shift.ts';
import { followed, go, kept, LONG, open, press, SHORT, setUp } from './readers.ts';

setUp();

test('shows no link to sources that nobody follows', async (context) => {
  const page = await open(context, '/');
  assert.equal(await followed(page).isVisible(), false);
});

test('leads from any page to the sources that were followed one by one', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, '/category/wanbao.html');
  await press(page, '关注');
  await go(page, '/');
  await followed(page).click();
  await page.waitForURL('**/mix/ribao+wanbao');
});

test('follows the sources of a mix in place of others', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, '/mix/wanbao');
  await press(page, '关注这些来源');
  assert.equal(await followed(page).getAttribute('href'), '/mix/wanbao');
});

test('forgets a source on a second press, and the link with the last one', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, '/category/ribao.html');
  await press(page, '关注');
  assert.deepEqual(
    [
      await page.getByRole('button', { name: '关注', exact: true }).getAttribute('aria-pressed'),
      await followed(page).isVisible(),
    ],
    ['false', false],
  );
});

test('says to screen readers that a source is followed', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await page.getByRole('button', { name: '关注', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '已记在这个浏览器里' }).waitFor();
  assert.equal(await page.locator(':focus').getAttribute('aria-pressed'), 'true');
});

test('leads in traditional characters to the traditional form of what is followed', async (context) => {
  const page = await open(context, '/zh-hant/category/ribao.html');
  await page.locator('follow-sources button').click();
  assert.equal(await page.locator('.if-follows a').getAttribute('href'), '/zh-hant/mix/ribao');
});

test('tells the server nothing of what is followed and kept', async (context) => {
  const page = await open(context, '/category/ribao.html');
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await press(page, '关注');
  await go(page, SHORT);
  await press(page, '稍后阅读');
  const asked = requests.map((url) => new URL(url).pathname).filter((path) => !path.includes('.') || path === SHORT);
  assert.deepEqual([asked, await page.context().cookies()], [[SHORT], []]);
});

test('moves nothing where the links show', async (context) => {
  const page = await open(context, '/category/ribao.html');
  await press(page, '关注');
  await go(page, SHORT);
  await press(page, '稍后阅读');
  await go(page, '/');
  assert.deepEqual(
    [await measureShift(page), await followed(page).isVisible(), await kept(page).isVisible()],
    [0, true, true],
  );
});

for (const path of [LONG, '/category/ribao.html', '/mix/ribao+wanbao']) {
  test(`shows no button on ${path} that needs scripts, without scripts`, async (context) => {
    const page = await open(context, path, { javaScriptEnabled: false });
    assert.equal(await page.getByRole('main').getByRole('button').count(), 0);
  });
}

test('chooses sources without scripts', async (context) => {
  const page = await open(context, '/category/ribao.html', { javaScriptEnabled: false });
  await page.getByRole('link', { name: '加入自选' }).click();
  await page.getByRole('checkbox', { name: '北城晚报' }).check();
  await press(page, '看这些来源的消息');
  await page.waitForURL('**/mix/ribao+wanbao');
  assert.deepEqual(await page.locator('main h2').allTextContents(), ['短讯', '长文']);
});
