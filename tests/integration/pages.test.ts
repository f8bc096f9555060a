import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { type Portal, startPortal } from '../support/portal.ts';
import { postText } from '../support/portal-folder.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-pages-'));
let portal: Portal;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(contentDir, path)), { recursive: true });
  writeFileSync(join(contentDir, path), text);
}

const PERCENT_NAMES = ['100%', 'a%20b', 'x%25y'];
const ENGLISH_TITLE = 'Bank of Japan keeps its rates where they are';
const FOOTER =
  '<http://source.example/news/1353,202204212352188819.html>\n\n[返回央视新闻](//old.example/category/yangshi.html)｜[返回首页](//old.example/)';

before(async () => {
  write('_config.yml', 'title: 试报\nurl: https://news.example\naliases: [old.example]\ndisclaimer: 仅供测试\n');
  for (let i = 1; i <= 120; i++) {
    const day = `2022-04-${String(1 + Math.floor(i / 10)).padStart(2, '0')}`;
    const name = `${day}-${String(i).padStart(3, '0')}`;
    write(
      `_posts/${name}.md`,
      postText({ title: `第${i}条`, date: `${day} 08:00:00 +0800`, categories: 'ribao', tags: '日报新闻' }),
    );
  }
  write(
    '_posts/2020-04-20-rates.md',
    postText({ title: ENGLISH_TITLE, date: '2020-04-20 01:00:00 +0800', categories: 'english' }),
  );
  const twin = { title: '"数字卢布 <试点> & 扩大"', date: '2022-04-21 17:53:56 +0800' };
  write(
    '_posts/2022-04-21-202204212352188819.md',
    postText({ ...twin, categories: 'emnews', tags: '滚动新闻' }, '> 摘要。\n\n<p>正文一。</p>'),
  );
  write(
    '_posts/2022-04-21-NW202204212352188819.md',
    postText(
      { ...twin, categories: 'yangshi', tags: '央视新闻' },
      `<p>正文一。</p><p class="em_media">（文章来源：央视新闻客户端）</p>\n\n${FOOTER}`,
    ),
  );
  write(
    '_posts/2022-04-20-a.md',
    postText({ title: '甲', categories: '["C# / 中文 (试)"]', tags: '["a/b & c"]', redirect_from: '/old/甲.html' }),
  );
  PERCENT_NAMES.forEach((name, i) => {
    write(
      `_posts/2022-04-19-p${i}.md`,
      postText({ title: '百分', categories: `["${name}"]`, slug: 'p', tags: '百分新闻' }),
    );
  });
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const MEDIA = '/yangshi/2022/04/21/NW202204212352188819.html';
const WIRE = '/emnews/2022/04/21/202204212352188819.html';

const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(portal.url + path, { redirect: 'manual', headers });

type Element = Tree.Element;
const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((candidate) => candidate.name === name)?.value;

function findAll(node: Tree.ParentNode, matches: (element: Element) => boolean): Element[] {
  return node.childNodes.flatMap((child) =>
    'tagName' in child ? [...(matches(child) ? [child] : []), ...findAll(child, matches)] : [],
  );
}

function textOf(node: Tree.ChildNode | Tree.Document): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map((child) => textOf(child)).join('') : '';
}

class PageView {
  readonly #document: Tree.Document;
  constructor(html: string) {
    this.#document = parse(html);
  }
  all(name: string, within?: Element): Element[] {
    return findAll(within ?? this.#document, ({ tagName }) => tagName === name);
  }
  text(name: string): string[] {
    return this.all(name).map((element) => textOf(element).trim());
  }
  with(name: string, value: string, within?: Element): Element | undefined {
    return findAll(within ?? this.#document, (element) => attribute(element, name) === value)[0];
  }
  meta(name: string): string | undefined {
    return attribute(this.with('property', name) ?? this.with('name', name), 'content');
  }
}

const view = async (path: string): Promise<PageView> => new PageView(await (await ask(path)).text());

test('shows an article’s headline as the one first-level heading', async () => {
  assert.deepEqual((await view(MEDIA)).text('h1'), ['数字卢布 <试点> & 扩大']);
});

test('gives the instant in the article’s first time element', async () => {
  const page = await view(MEDIA);
  const [time] = page.all('time', page.all('article')[0]);
  assert.equal(Date.parse(attribute(time, 'datetime') ?? ''), Date.parse('2022-04-21T17:53:56+08:00'));
});

test('says how long an article takes to read', async () => {
  const [article] = (await view(MEDIA)).all('article');
  assert.match(article ? textOf(article) : '', /阅读约1分钟/);
});

test('says in which language a foreign title is, on its page and in listings', async () => {
  const lang = (element: Element | undefined): string | undefined => attribute(element, 'lang');
  const page = await view('/english/2020/04/20/rates.html');
  const listing = await view('/category/english.html');
  const link = listing.all('a').find((element) => textOf(element) === ENGLISH_TITLE);
  assert.deepEqual([lang(page.all('h1')[0]), lang(link)], ['en', 'en']);
});

test('links an article to its source and back to its category and the home page', async () => {
  const page = await view(MEDIA);
  const article = page.all('article')[0];
  const nav = page.with('aria-label', '返回', article);
  const source = page.all('a', article).find((link) => attribute(link, 'rel')?.split(' ').includes('external'));
  assert.deepEqual(
    [attribute(source, 'href'), nav && page.all('a', nav).map((link) => [attribute(link, 'href'), textOf(link)])],
    [
      'http://source.example/news/1353,202204212352188819.html',
      [
        ['/category/yangshi.html', '返回央视新闻'],
        ['/', '返回首页'],
      ],
    ],
  );
});

test('links an article to the previous and the next in its category', async () => {
  const page = await view('/ribao/2022/04/06/055.html');
  const links = page.all('a').map((link) => attribute(link, 'href'));
  assert.deepEqual(
    ['/ribao/2022/04/06/054.html', '/ribao/2022/04/06/056.html'].map((href) => links.includes(href)),
    [true, true],
  );
});

test('describes an article to search engines and social networks', async () => {
  const page = await view(MEDIA);
  const canonical = page.all('link').find((link) => attribute(link, 'rel') === 'canonical');
  assert.deepEqual(
    [
      page.text('title')[0]?.startsWith('数字卢布 <试点> & 扩大'),
      page.meta('description'),
      attribute(canonical, 'href'),
      page.meta('og:type'),
      page.meta('article:published_time'),
    ],
    [true, '正文一。', `https://news.example${MEDIA}`, 'article', '2022-04-21T17:53:56+08:00'],
  );
});

test('names the source as the publisher in JSON-LD', async () => {
  const page = await view(MEDIA);
  const data = page.all('script').find((script) => attribute(script, 'type') === 'application/ld+json');
  const { '@type': type, headline, publisher, datePublished } = JSON.parse(data ? textOf(data) : '{}');
  assert.deepEqual(
    [type, headline, publisher.name, datePublished],
    ['NewsArticle', '数字卢布 <试点> & 扩大', '央视新闻客户端', '2022-04-21T17:53:56+08:00'],
  );
});

test('points search engines from a wire post to its media post', async () => {
  const canonical = (await view(WIRE)).all('link').find((link) => attribute(link, 'rel') === 'canonical');
  assert.equal(attribute(canonical, 'href'), `https://news.example${MEDIA}`);
});

test('offers the feeds of the site and of the category', async () => {
  const feeds = (await view('/category/ribao.html'))
    .all('link')
    .filter((link) => attribute(link, 'type') === 'application/atom+xml');
  assert.deepEqual(
    feeds.map((link) => attribute(link, 'href')?.replace('https://news.example', '')),
    ['/feed/ribao.xml', '/feed.xml'],
  );
});

for (const [path, count] of [
  ['/category/ribao.html', 50],
  ['/category/ribao/3', 20],
  ['/tag/日报新闻/2', 50],
  ['/archive/2022/04/21', 1],
  ['/archive/2022/04/page/3', 25],
  ['/search?q=卢布', 2],
] as const) {
  test(`lists ${count} articles with their times on ${path}`, async () => {
    const page = await view(encodeURI(path));
    const main = page.all('main')[0];
    const items = page.all('li', main).filter((item) => page.all('time', item).length > 0);
    assert.equal(items.length, count);
  });
}

test('shows one of two twins on the home page, with the other’s source', async () => {
  const page = await view('/');
  const main = page.all('main')[0];
  const [stream] = page.all('ol', main).concat(page.all('ul', main));
  const items = page.all('li', stream).filter((item) => textOf(item).includes('数字卢布'));
  assert.deepEqual([items.length, items.every((item) => textOf(item).includes('滚动新闻'))], [1, true]);
});

for (const [path, location] of [
  ['/ribao/', '/category/ribao.html'],
  ['/ribao', '/category/ribao.html'],
  ['/category/ribao', '/category/ribao.html'],
  ['/category/RIBAO.html', '/category/ribao.html'],
  ['/old/%E7%94%B2.html', '/c%23%20/%20%E4%B8%AD%E6%96%87%20(%E8%AF%95)/2022/04/20/a.html'],
  ['/html_News/NewsShare.html?infoCode=NW202204212352188819', MEDIA],
] as const) {
  test(`sends ${path} on for good`, async () => {
    const { status, headers } = await ask(path);
    assert.deepEqual([status, new URL(headers.get('location') ?? '', portal.url).pathname], [308, location]);
  });
}

for (const path of [
  '/nowhere',
  '/category/nobody.html',
  '/category/ribao/4',
  '/category/ribao/1',
  '/category/ribao/02',
  '/category/ribao/x',
  '/tag/nobody',
  '/archive/2021',
  '/archive/2022/13',
  '/archive/2022/4',
  '/feed/nobody.xml',
  '/sitemap/2.xml',
  '/sitemap/01.xml',
  '/html_News/NewsShare.html?infoCode=1',
]) {
  test(`answers 404 to ${path}`, async () => {
    assert.equal((await ask(path)).status, 404);
  });
}

test('shows a search box on the 404 page', async () => {
  const page = await view('/nowhere');
  assert.deepEqual(
    [page.text('h1').length, page.all('form').some((form) => attribute(form, 'action') === '/search')],
    [1, true],
  );
});

test('finds a category whose name no file system would like', async () => {
  const page = await view(`/category/${encodeURIComponent('C# / 中文 (试)')}.html`);
  assert.deepEqual(
    page.text('h1').map((text) => text.includes('a/b & c')),
    [true],
  );
});

for (const name of PERCENT_NAMES) {
  test(`finds a category, its article and its feed whose name is ${name}`, async () => {
    const encoded = encodeURIComponent(name);
    const paths = [`/category/${encoded}.html`, `/${encoded}/2022/04/19/p.html`, `/feed/${encoded}.xml`];
    assert.deepEqual(await Promise.all(paths.map(async (path) => (await ask(path)).status)), [200, 200, 200]);
  });
}

test('finds a tag with a slash in it', async () => {
  assert.equal((await ask(`/tag/${encodeURIComponent('a/b & c')}`)).status, 200);
});

test('lists all categories with their counts', async () => {
  const page = await view('/categories');
  const links = page.all('a', page.all('main')[0]).map((link) => attribute(link, 'href'));
  assert.deepEqual(
    ['/category/ribao.html', '/category/emnews.html', '/category/yangshi.html'].map((href) => links.includes(href)),
    [true, true, true],
  );
});

test('keeps searches out of search engines', async () => {
  assert.match((await view('/search?q=x')).meta('robots') ?? '', /noindex/);
});

for (const path of [
  '/',
  MEDIA,
  '/category/ribao.html',
  '/categories',
  '/archive',
  '/archive/2022',
  '/tag/日报新闻',
  '/search',
  '/nowhere',
]) {
  test(`sends ${path} with data and the portal’s own two scripts alone`, async () => {
    const page = await view(encodeURI(path));
    const scripts = page
      .all('script')
      .filter((script) => attribute(script, 'type') !== 'application/ld+json')
      .map((script) => [attribute(script, 'type'), attribute(script, 'src')?.replace(/-\w+\.js$/, '')]);
    assert.deepEqual(scripts, [
      [undefined, '/client/early'],
      ['module', '/client/finews'],
    ]);
  });
}

test('sends the portal’s own script to be kept for a year', async () => {
  const script = (await view('/')).all('script').find((element) => attribute(element, 'type') === 'module');
  const answer = await ask(attribute(script, 'src') ?? '');
  assert.deepEqual(
    [answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')],
    [200, 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
  );
});

const xml = new XMLParser({ ignoreAttributes: false });

test('gives the newest 50 articles with their text as a feed', async () => {
  const answer = await ask('/feed.xml');
  const text = await answer.text();
  assert.equal(XMLValidator.validate(text), true);
  const { entry } = xml.parse(text).feed;
  assert.deepEqual(
    [answer.headers.get('content-type'), entry.length, entry[0].content['#text'].includes('正文一。')],
    ['application/atom+xml; charset=utf-8', 50, true],
  );
});

test('answers 304 to a reader that has the feed', async () => {
  const first = await ask('/feed/ribao.xml', { 'accept-encoding': 'gzip' });
  const byTag = await ask('/feed/ribao.xml', {
    'accept-encoding': 'gzip',
    'if-none-match': first.headers.get('etag') ?? '',
  });
  const byTime = await ask('/feed/ribao.xml', { 'if-modified-since': first.headers.get('last-modified') ?? '' });
  assert.deepEqual([first.status, byTag.status, byTime.status], [200, 304, 304]);
});

test('lists every article in the sitemap', async () => {
  const index = xml.parse(await (await ask('/sitemap.xml')).text());
  const part = new URL(index.sitemapindex.sitemap.loc).pathname;
  assert.equal(xml.parse(await (await ask(part)).text()).urlset.url.length, 127);
});

test('shows a file that comes while the portal runs', async () => {
  write('_posts/2022-04-30-new.md', postText({ title: '刚刚', categories: 'ribao', tags: '日报新闻' }));
  let status = 404;
  while (status === 404) status = (await ask('/ribao/2022/04/30/new.html')).status;
  assert.equal(status, 200);
});

test('reports a bad file that comes while the portal runs and serves on', async () => {
  write('_posts/2022-04-30-bad.md', '---\ntitle: "x\n---\n');
  while (!portal.output().includes('2022-04-30-bad.md:')) await ask('/healthz');
  assert.equal((await ask('/')).status, 200);
});
