/** What the archive knows of the pictures of the content folder, and when. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { setBasePath } from '../../../lib/base-path.ts';
import { checkContent } from '../../../lib/ingest/check-content/index.ts';
import { readSite } from '../../../lib/site.ts';
import { queryOf } from '../../support/archive/query-of.ts';
import { jpeg, movingGif, png, pngBomb } from '../../support/pictures/make-pictures.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const POST = '_posts/2022-03-01-a.md';
const URL = '/ribao/2022/03/01/a.html';
const PICTURE = 'images/港 口.jpg';
const SOURCE = '/images/%E6%B8%AF%20%E5%8F%A3.jpg';

/** An indexed folder with an article that shows a picture of 800 × 600 pixels. */
async function indexed(context: TestContext, body = `![港](${SOURCE})`): Promise<PortalFolder> {
  const folder = new PortalFolder(context, { [POST]: postText({ title: '甲', categories: 'ribao' }, body) });
  folder.write(PICTURE, await jpeg(800, 600));
  await folder.update();
  return folder;
}

const sizesOf = async ({ archive }: PortalFolder): Promise<unknown[]> =>
  Object.values((await archive.getArticle(URL))?.pictures ?? {}).map(({ href, picture }) => [href, picture?.width]);

test('knows the size of a picture that an article shows', async (context) => {
  const { archive } = await indexed(context);
  const shown = (await archive.getArticle(URL))?.pictures[SOURCE];
  assert.deepEqual([shown?.href, shown?.picture], [SOURCE, { width: 800, height: 600, isScalable: true }]);
});

test('knows that a picture moves', async (context) => {
  const folder = await indexed(context, '![港](/images/a.gif)');
  folder.write('images/a.gif', await movingGif(300, 200));
  await folder.update();
  const shown = (await folder.archive.getArticle(URL))?.pictures['/images/a.gif'];
  assert.deepEqual(shown?.picture, { width: 300, height: 200, isScalable: false, isMoving: true });
});

test('knows the size of a picture that is named from where the article lies', async (context) => {
  const folder = await indexed(context, '![港](../../../../images/%E6%B8%AF%20%E5%8F%A3.jpg)');
  assert.deepEqual(await sizesOf(folder), [[SOURCE, 800]]);
});

test('shows a picture that has changed in its new size, without a change of the article', async (context) => {
  const folder = await indexed(context);
  const before = (await folder.archive.getArticle(URL))?.pictures[SOURCE]?.version;
  folder.write(PICTURE, await jpeg(1000, 500));
  await folder.update({ paths: [PICTURE] });
  const after = (await folder.archive.getArticle(URL))?.pictures[SOURCE];
  assert.deepEqual([after?.picture?.width, after?.version === before], [1000, false]);
});

test('names what an article shows among what changes with a picture', async (context) => {
  const folder = await indexed(context);
  const { state, marks } = await folder.archive.observe((archive) => archive.getArticle(URL));
  folder.write(PICTURE, await jpeg(1000, 500));
  await folder.update({ paths: [PICTURE] });
  const changed = await folder.archive.listChanges(state);
  assert.deepEqual(
    [...(changed?.marks ?? [])].filter((mark) => marks.has(mark)),
    [`u/${PICTURE}`],
  );
});

test('names what a listing shows among what changes with a picture', async (context) => {
  const folder = await indexed(context);
  const key = { kind: 'category', name: 'ribao' } as const;
  const { state, marks } = await folder.archive.observe((archive) => archive.listArticles(key, 1));
  folder.remove(PICTURE);
  await folder.update({ paths: [PICTURE] });
  const changed = await folder.archive.listChanges(state);
  assert.deepEqual(
    [...(changed?.marks ?? [])].filter((mark) => marks.has(mark)),
    [`u/${PICTURE}`],
  );
});

test('forgets a picture that is gone, and knows one that has come', async (context) => {
  const folder = await indexed(context);
  folder.remove(PICTURE);
  await folder.update();
  const gone = await sizesOf(folder);
  folder.write(PICTURE, await png(300, 200));
  await folder.update();
  assert.deepEqual([gone, await sizesOf(folder)], [[], [[SOURCE, 300]]]);
});

test('keeps what it knows of a picture whose file is only looked at again', async (context) => {
  const folder = await indexed(context);
  await folder.update();
  await folder.update({ full: true });
  assert.deepEqual(await sizesOf(folder), [[SOURCE, 800]]);
});

const listLeads = async ({ archive }: PortalFolder): Promise<unknown[]> => {
  const { hits } = await archive.search(queryOf('甲'), { order: 'date', limit: 1 });
  const articles = (await archive.listArticles({ kind: 'latest' }, 1))?.articles ?? [];
  const active = await archive.listActiveCategories(1, 1);
  return [articles[0], hits[0], active[0]?.articles[0]].map((article) => article?.lead?.picture?.width);
};

test('gives the picture of an article to listings, searches and the home page', async (context) => {
  assert.deepEqual(await listLeads(await indexed(context)), [800, 800, 800]);
});

test('gives no listing a picture that lies elsewhere, is not there, or cannot be read', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2022-03-01-a.md': postText({ title: '甲', image: 'https://img.example/a.jpg' }),
    '_posts/2022-03-01-b.md': postText({ title: '乙', image: '/images/none.jpg' }),
    '_posts/2022-03-01-c.md': postText({ title: '丙', image: '/images/text.jpg' }),
    'images/text.jpg': '文',
  });
  await folder.update();
  const listing = await folder.archive.listArticles({ kind: 'latest' }, 1);
  assert.deepEqual(
    listing?.articles.map(({ lead }) => lead),
    [undefined, undefined, undefined],
  );
});

test('gives the picture that the front matter names, below the base of the portal', async (context) => {
  const folder = new PortalFolder(context, {
    '_config.yml': 'baseurl: /blog\n',
    [POST]: postText({ title: '甲', categories: 'ribao', image: 'images/a.png' }),
  });
  folder.write('images/a.png', await png(300, 200));
  await folder.update();
  setBasePath('/blog');
  context.after(() => setBasePath(''));
  const [article] = (await folder.archive.listArticles({ kind: 'latest' }, 1))?.articles ?? [];
  assert.equal(article?.lead?.picture?.width, 300);
});

const BOMB = pngBomb(60_000, 60_000, 1);

for (const [name, bytes, message] of [
  ['text.png', '文', 'found no picture in the file, expected one of the type of its name; save it anew'],
  ['empty.webp', '', 'found no picture in the file, expected one of the type of its name; save it anew'],
  [
    'half.jpg',
    Buffer.from([0xff, 0xd8, 0xff]),
    'found no picture in the file, expected one of the type of its name; save it anew',
  ],
  ['bomb.png', BOMB, 'found a picture of 60000 × 60000 pixels, expected at most 64 megapixels; it is sent as it is'],
] as const) {
  test(`warns of ${name}, and serves it all the same`, async (context) => {
    const folder = new PortalFolder(context, { [POST]: postText({ title: '甲' }) });
    folder.write(name, bytes);
    const { problems } = await folder.update();
    const file = await folder.archive.getStaticFile(`/${name}`);
    assert.deepEqual([problems, file?.path], [[{ path: name, line: 1, severity: 'warning', message }], name]);
  });
}

test('says in a check what is wrong with a picture once, and finds the picture that an article shows', async (context) => {
  const folder = new PortalFolder(context, { [POST]: postText({ title: '甲' }, '![图](/text.png)'), 'text.png': '文' });
  const now = new Date('2026-12-31T00:00:00Z');
  const { problems } = await checkContent(readSite({ CONTENT_DIR: folder.contentDir }), { now });
  assert.deepEqual(
    problems.map(({ path, message }) => [path, message.slice(0, 16)]),
    [['text.png', 'found no picture']],
  );
});
