import assert from 'node:assert/strict';
import test from 'node:test';
import { attribute, type Element, textOf } from '../page-view.ts';
import { CORRECTED, ENGLISH_TITLE, MEDIA, view, WIRE } from '../site.ts';

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

test('says above an article what was corrected, the newest first and as text', async () => {
  const page = await view(CORRECTED);
  const section = page.with('aria-label', '更正');
  assert.deepEqual(section && page.all('p', section).map((line) => textOf(line)), [
    '更正（2022-04-19）：丙',
    '更正（2022-04-18）：<i>甲</i> & 乙',
  ]);
});

test('gives the instant of publication in the first time element of a corrected article too', async () => {
  const page = await view(CORRECTED);
  const [time] = page.all('time', page.all('article')[0]);
  assert.equal(attribute(time, 'datetime')?.slice(0, 10), '2022-04-17');
});

test('tells search engines of corrections, and of the newest as the last change', async () => {
  const page = await view(CORRECTED);
  const data = page.all('script').find((script) => attribute(script, 'type') === 'application/ld+json');
  const { correction, dateModified } = JSON.parse(data ? textOf(data) : '{}');
  assert.deepEqual(
    [correction, dateModified],
    [
      [
        { '@type': 'CorrectionComment', text: '丙', datePublished: '2022-04-19T08:00:00+08:00' },
        { '@type': 'CorrectionComment', text: '<i>甲</i> & 乙', datePublished: '2022-04-18T08:00:00+08:00' },
      ],
      '2022-04-19T08:00:00+08:00',
    ],
  );
});
