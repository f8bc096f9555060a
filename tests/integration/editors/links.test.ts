/** What `finews links` finds: links within the archive that lead nowhere, or through a redirect. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { checkContent } from '../../../lib/ingest/check-content/index.ts';
import { readSite } from '../../../lib/site.ts';
import { runFinews } from '../../support/command/run-finews.ts';
import { ContentFolder } from '../../support/content/content-folder.ts';
import { postText } from '../../support/portal-folder.ts';

const FIRST = '_posts/2022-03-01-a.md';
const TARGET = '/ribao/2022/03/02/b.html';
const OTHERS = {
  '_posts/2022-03-02-b.md': postText({ title: '乙', categories: 'ribao', redirect_from: '/old.html' }),
  '_posts/2022-03-03-c.md': postText({ title: '丙', permalink: '/folder/' }),
  '_posts/2022-03-04-d.md': postText({ title: '丁', categories: 'ribao', retracted: '{date: 2022-03-05}' }),
  'about.md': postText({ title: '关于', permalink: '/about/' }),
  'a/index.html': '<p>x</p>',
};

const folderWith = (context: TestContext, address: string): ContentFolder =>
  new ContentFolder(context, {
    ...OTHERS,
    [FIRST]: postText({ title: '甲', date: '1980-01-01' }, `见[旧闻](${address})。`),
  });

async function check(context: TestContext, address: string): Promise<string[]> {
  const { contentDir } = folderWith(context, address);
  const { problems } = await checkContent(readSite({ CONTENT_DIR: contentDir }), { subject: 'links' });
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

for (const address of [
  TARGET,
  '/folder/',
  '/about/',
  '/category/ribao.html',
  '/',
  '/archive/2022',
  // The link itself makes the article one of the stock.
  '/stock/SH600519',
  '/stocks',
  '/search?q=a',
  '/zh-hant/about/',
]) {
  test(`says nothing of a link that leads straight to ${address}`, async (context) => {
    assert.deepEqual(await check(context, address), []);
  });
}

for (const [address, target] of [
  ['/old.html', TARGET],
  ['/ribao/2022/03/02/b', TARGET],
  ['/folder', '/folder/'],
  ['/folder/index.html', '/folder/'],
  ['/about', '/about/'],
  ['/zh-hant/about', '/zh-hant/about/'],
  ['/ribao/', '/category/ribao.html'],
  ['/RIBAO', '/category/ribao.html'],
  ['/category/ribao', '/category/ribao.html'],
  ['/category/Ribao.html', '/category/ribao.html'],
  ['/archive/', '/archive'],
  ['/search.html', '/search'],
  ['/stock/usbrk.b', '/stock/USBRK_B'],
  ['/index.html', '/'],
] as const) {
  test(`says of a link to ${address} that it leads through a redirect to ${target}`, async (context) => {
    assert.deepEqual(await check(context, address), [`5:7 the link leads through a redirect to ${target}: ${address}`]);
  });
}

for (const [address, message] of [
  ['/gone.html', 'the link leads nowhere: /gone.html'],
  ['/stock/600519', 'the link leads nowhere: /stock/600519'],
  ['/ribao/2022/03/04/d.html', 'the link leads to a withdrawn post: /ribao/2022/03/04/d.html'],
] as const) {
  test(`says that ${message}`, async (context) => {
    assert.deepEqual(await check(context, address), [`5:7 ${message}`]);
  });
}

test('annotates the lines of links for GitHub', async (context) => {
  const { contentDir } = folderWith(context, '/old.html');
  const { stdout } = await runFinews(['links', '--format', 'github'], { CONTENT_DIR: contentDir });
  assert.match(stdout, /^::warning file=.*2022-03-01-a\.md,line=5,col=7::the link leads through a redirect to /);
});
