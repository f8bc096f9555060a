/** Where an article was that is withdrawn, as readers and search engines get it. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';
import { attribute, PageView, textOf } from '../pages/page-view.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-withdrawn-'));
let portal: Portal;

const write = (path: string, text: string): void => writeFileSync(join(contentDir, path), text);
const ask = (path: string): Promise<Response> => fetch(portal.url + path, { redirect: 'manual' });
const view = async (path: string): Promise<PageView> => new PageView(await (await ask(path)).text());

const URL = '/ribao/2022/03/01/a.html';
const TITLE = '港口 <b>应税</b> 消息';
const REASON = '<img src=x onerror=alert(1)> & “证据”有误';

before(async () => {
  mkdirSync(join(contentDir, '_posts'), { recursive: true });
  write('_config.yml', 'title: 试报\nurl: https://news.example\n');
  write(
    '_posts/2022-03-01-a.md',
    postText({
      title: `"${TITLE}"`,
      categories: 'ribao',
      redirect_from: '/old.html',
      retracted: `{date: 2022-03-05 08:00:00 +0800, reason: '${REASON}'}`,
    }),
  );
  write('_posts/2022-03-02-b.md', postText({ title: '乙', categories: 'ribao' }));
  write('_posts/2022-03-03-c.md', postText({ title: '丙', categories: 'ribao' }));
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

for (const path of [URL, '/old.html', `/zh-hant${URL}`]) {
  test(`answers 410 at ${path}`, async () => {
    assert.equal((await ask(path)).status, 410);
  });
}

test('says the title, since when and why', async () => {
  const page = await view(URL);
  const main = page.all('main')[0];
  const [time] = page.all('time', main);
  assert.deepEqual(
    [page.text('h1'), attribute(time, 'datetime'), main && textOf(main).includes(`撤回原因：${REASON}`)],
    [[TITLE], '2022-03-05T08:00:00+08:00', true],
  );
});

test('says the same in traditional characters', async () => {
  const page = await view(`/zh-hant${URL}`);
  const main = page.all('main')[0];
  assert.deepEqual(
    [page.text('h1'), main && /撤回原因：.* & “證據”有誤/.test(textOf(main))],
    [['港口 <b>應稅</b> 消息'], true],
  );
});

test('takes a hostile reason for text', async () => {
  const page = await view(URL);
  assert.deepEqual(page.all('img', page.all('main')[0]), []);
});

test('keeps search engines from the page', async () => {
  assert.equal((await view(URL)).meta('robots'), 'noindex, follow');
});

test('sends the page under the policy of all pages', async () => {
  const [withdrawn, home] = await Promise.all([ask(URL), ask('/')]);
  const name = 'content-security-policy';
  assert.equal(withdrawn.headers.get(name), home.headers.get(name));
});

test('lets caches keep the page for one second alone', async () => {
  assert.equal((await ask(URL)).headers.get('cache-control'), 'public, max-age=0, s-maxage=1');
});

test('shows an article again whose withdrawal is taken back, where the page was kept', async () => {
  const path = '/ribao/2022/03/02/b.html';
  const isStatus = (status: number) => async () => (await ask(path)).status === status;
  const retracted = postText({ title: '乙', categories: 'ribao', retracted: '{date: 2022-03-05}' });
  write('_posts/2022-03-02-b.md', retracted);
  await until('the withdrawal to be shown', isStatus(410));
  await Promise.all([ask(path), ask(path)]);
  write('_posts/2022-03-02-b.md', postText({ title: '乙', categories: 'ribao' }));
  await until('the article to be shown again', isStatus(200));
  assert.deepEqual((await view(path)).text('h1'), ['乙']);
});

test('answers 410 where the file of an article is deleted', async () => {
  rmSync(join(contentDir, '_posts/2022-03-03-c.md'));
  const path = '/ribao/2022/03/03/c.html';
  await until('the deletion to be shown', async () => (await ask(path)).status !== 200);
  const answer = await ask(path);
  const main = new PageView(await answer.text()).all('main')[0];
  assert.deepEqual([answer.status, main && /从本站移除/.test(textOf(main))], [410, true]);
});
