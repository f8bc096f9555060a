/** The cards that stand for articles without a picture where somebody shares their addresses. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import sharp from 'sharp';
import { jpeg } from '../../support/pictures/make-pictures.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';
import { PageView } from '../pages/page-view.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-cards-'));
const SITE = 'https://news.example';
let portal: Portal;

function write(name: string, fields: Record<string, string>, body?: string): void {
  const text = postText({ permalink: `/${name}.html`, categories: 'ribao', tags: '江海日报', ...fields }, body);
  writeFileSync(join(contentDir, `_posts/2022-03-01-${name}.md`), text);
}

/** Titles whose characters, length or script are a difficulty. */
const TITLES: Readonly<Record<string, string>> = {
  plain: '央行降准',
  long: '重庆港口扩建，'.repeat(60),
  latin: 'Federal Reserve raises interest rates by 25 basis points amid inflation',
  word: 'x'.repeat(500),
  rare: '"龘㐀𠮷𰻝 👨‍👩‍👧‍👦🇨🇳 العربية देवनागरी"',
  markup: '"</span><script>&amp; <b>A</b>"',
};

before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(join(contentDir, '_config.yml'), `url: ${SITE}\ntitle: 试报\n`);
  for (const [name, title] of Object.entries(TITLES)) write(name, { title });
  write('untitled', {});
  writeFileSync(join(contentDir, 'photo.jpg'), await jpeg(800, 600));
  writeFileSync(join(contentDir, 'small.jpg'), await jpeg(80, 60));
  write('photo', { title: '有图' }, '![图](/photo.jpg)');
  write('small', { title: '小图' }, '![图](/small.jpg)');
  write('foreign', { title: '外图' }, '![图](https://img.example/a.jpg)');
  write('drawing', { title: '画', image: '/a.svg' });
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const get = (path: string): Promise<Response> => fetch(portal.url + path, { redirect: 'manual' });

const view = async (path: string): Promise<PageView> => new PageView(await (await get(path)).text());

/** Path of the picture that a page names for who shares it. */
const imageOf = async (path: string): Promise<string> => ((await view(path)).meta('og:image') ?? '').replace(SITE, '');

for (const name of [...Object.keys(TITLES), 'untitled', 'small', 'drawing']) {
  test(`draws a card for the article “${name}”`, async () => {
    const answer = await get(await imageOf(`/${name}.html`));
    const { width, height, format } = await sharp(await answer.arrayBuffer()).metadata();
    assert.deepEqual(
      [answer.status, answer.headers.get('content-type'), format, width, height],
      [200, 'image/png', 'png', 1200, 630],
    );
  });
}

test('names the card with its size, for the large form', async () => {
  const page = await view('/plain.html');
  assert.deepEqual(
    ['og:image:width', 'og:image:height', 'twitter:card'].map((name) => page.meta(name)),
    ['1200', '630', 'summary_large_image'],
  );
});

test('draws the headline: another one gives another card', async () => {
  const [a, b] = await Promise.all(
    ['/plain.html', '/latin.html'].map(async (path) =>
      Buffer.from(await (await get(await imageOf(path))).arrayBuffer()),
    ),
  );
  assert.equal(a?.equals(b ?? Buffer.alloc(0)), false);
});

test('draws a sign for each run of characters that the font has not, and no empty frames', async () => {
  write('unknown', { title: '"👨‍👩‍👧‍👦🇨🇳"' });
  write('sign', { title: '〓' });
  await until(
    'both articles',
    async () => (await imageOf('/unknown.html')) !== '' && (await imageOf('/sign.html')) !== '',
  );
  const [a, b] = await Promise.all(
    ['/unknown.html', '/sign.html'].map(async (path) =>
      Buffer.from(await (await get(await imageOf(path))).arrayBuffer()),
    ),
  );
  assert.equal(a?.equals(b ?? Buffer.alloc(0)), true);
});

test('keeps a card: it is drawn once, and browsers need not ask again', async () => {
  const address = await imageOf('/plain.html');
  const { headers } = await get(address);
  const before = readdirSync(join(portal.dataDir, 'pictures')).length;
  await get(address);
  assert.deepEqual(
    [headers.get('cache-control'), readdirSync(join(portal.dataDir, 'pictures')).length],
    ['public, max-age=31536000, immutable', before],
  );
});

test('names the picture of the content folder with its size where an article has one', async () => {
  const page = await view('/photo.html');
  assert.deepEqual(
    [page.meta('og:image')?.replace(/v=.*/, 'v='), page.meta('og:image:width'), page.meta('og:image:height')],
    [`${SITE}/photo.jpg?v=`, '800', '600'],
  );
});

test('names the picture of another host as it is', async () => {
  const page = await view('/foreign.html');
  assert.deepEqual([page.meta('og:image'), page.meta('og:image:width')], ['https://img.example/a.jpg', undefined]);
});

for (const [name, change] of [
  ['an article that is not there', (address: string) => address.replace('plain', 'none')],
  ['a digest of another form', (address: string) => address.replace('/-/card/', '/-/card/x')],
  ['another type', (address: string) => address.replace('.png', '.jpg')],
] as const) {
  test(`answers 404 for the card of ${name}`, async () => {
    assert.equal((await get(change(await imageOf('/plain.html')))).status, 404);
  });
}

test('leads from the card of an earlier headline to the present one', async () => {
  write('changing', { title: '旧题' });
  await until('the article', async () => (await imageOf('/changing.html')) !== '');
  const old = await imageOf('/changing.html');
  write('changing', { title: '新题' });
  await until('the new card', async () => (await imageOf('/changing.html')) !== old);
  const { status, headers } = await get(old);
  const present = headers.get('location') ?? '';
  assert.deepEqual(
    [status, headers.get('cache-control'), present, (await get(present)).status],
    [307, 'public, max-age=0, s-maxage=1, stale-while-revalidate=300', await imageOf('/changing.html'), 200],
  );
});

test('leads from the card of an article’s old address to that of the present one', async () => {
  write('moving', { title: '搬', permalink: '/old.html' });
  await until('the article', async () => (await imageOf('/old.html')) !== '');
  const old = await imageOf('/old.html');
  write('moving', { title: '搬', permalink: '/new.html', redirect_from: '/old.html' });
  await until('the new address', async () => (await imageOf('/new.html')) !== '');
  const { status, headers } = await get(old);
  const present = headers.get('location') ?? '';
  assert.deepEqual([status, present, (await get(present)).status], [307, await imageOf('/new.html'), 200]);
});

for (const [name, location] of [
  ['photo', /^307 \/photo\.jpg\?v=\w+$/],
  ['foreign', /^307 https:\/\/img\.example\/a\.jpg$/],
] as const) {
  test(`leads from the card of an article to the picture that it has now: ${name}`, async () => {
    const { status, headers } = await get((await imageOf('/plain.html')).replace('plain', name));
    assert.match(`${status} ${headers.get('location')}`, location);
  });
}

test('names the same card on the page in traditional characters', async () => {
  assert.equal(await imageOf('/zh-hant/plain.html'), await imageOf('/plain.html'));
});
