/** A portal below a folder of its host, as `baseurl: /blog` says: every address that it gives lies there, and leads somewhere. */
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { pngBomb } from '../support/pictures/make-pictures.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { PortalFolder } from '../support/portal-folder.ts';
import { contextOfFile } from '../support/servers/context-of-file.ts';
import { type NextServer, startNextServer } from '../support/servers/next-server.ts';

const ORIGIN = 'https://news.example';
const ARTICLE = '/blog/ribao/2024/02/01/one.html';
const FILES = {
  '_config.yml': `title: 山报\nurl: ${ORIGIN}\nbaseurl: /blog\n`,
  '_posts/2024-02-01-one.md':
    '---\ntitle: 甲\ncategories: ribao\ntags: 评论\nimage: /images/a.png\n---\n甲文。[乙]({% post_url 2024-02-02-two %})、' +
    '[又]({{ site.baseurl }}/ribao/2024/02/02/two.html)、[关于]({% link about.md %})。\n\n![图]({{ site.baseurl }}/images/a.png)\n',
  '_posts/2024-02-02-two.md': '---\ntitle: 乙\ncategories: ribao\ntags: 评论\n---\n乙文。[甲](../01/one.html)\n',
  'about.md': '---\ntitle: 关于\nredirect_from: /us.html\n---\n我们。\n',
  'old.md': '---\ntitle: 旧\nredirect_to: /about.html\n---\n',
  'images/a.png': pngBomb(300, 300),
};

const context = contextOfFile();
let portal: Portal;
let next: NextServer;
before(async () => {
  const folder = new PortalFolder(context, FILES);
  await folder.update();
  portal = await startPortal(folder.contentDir);
  context.after(() => portal.stop());
  // Next rewrites nothing where it listens on a number of the loopback.
  next = await startNextServer(folder.environment, 'localhost');
  context.after(() => next.stop());
});

const servers = [
  ['the front', () => portal.url],
  ['Next alone', () => next.url],
] as const;
const STARTS = [
  '/blog/',
  ARTICLE,
  '/blog/category/ribao.html',
  '/blog/tag/%E8%AF%84%E8%AE%BA',
  '/blog/search?q=%E7%94%B2',
  '/blog/archive/2024/02',
  '/blog/about.html',
  '/blog/zh-hant/',
  `/blog/zh-hant${ARTICLE.slice('/blog'.length)}`,
  '/blog/feed.xml',
  '/blog/feed.rss',
  '/blog/feeds.opml',
  '/blog/opensearch.xml',
  '/blog/sitemap.xml',
  '/blog/sitemap/1.xml',
  '/blog/llms.txt',
  '/blog/api/articles',
  '/blog/api/categories',
  `/blog/api/articles${ARTICLE.slice('/blog'.length)}`,
  `${ARTICLE}.md`,
];

/** The addresses of the portal that a page or a feed names, as paths. */
function addressesIn(text: string, page: string): string[] {
  const named = [
    ...text.matchAll(/\s(?:href|src|action|poster|xmlUrl|htmlUrl|template|content)="([^"]*)"/g),
    ...text.matchAll(/<(?:loc|link)>([^<]*)</g),
    ...text.matchAll(/(?:href|src)=&quot;(.*?)&quot;/g),
    ...text.matchAll(/"(?:url|api|canonical|markdown|feed|mainEntityOfPage)":"([^"]*)"/g),
    ...text.matchAll(/(?:\]\(|^url: )(https?:[^)\s]*)/gm),
  ].map(([, address = '']) => address.replaceAll('&amp;', '&').replace('{searchTerms}', 'x'));
  const isAddress = (address: string): boolean => /^(?:\/|\.|https:\/\/news\.example)/.test(address);
  return named.filter(isAddress).map((address) => {
    const { pathname, search } = new URL(address, ORIGIN + page);
    return pathname + search;
  });
}

for (const [name, urlOf] of servers) {
  for (const start of STARTS) {
    test(`${name}: whatever ${start} names lies below the base and leads somewhere`, async () => {
      const answer = await fetch(urlOf() + start);
      const named = new Set(addressesIn(await answer.text(), start));
      const wrong: string[] = [];
      for (const address of named) {
        const { status } = await fetch(urlOf() + address);
        // The build names Next's own scripts, not the server; they lie at the root as well.
        const isWithin = /^\/blog\/(?!blog)|^\/_next\/static\/chunks\/[^/]*\.js$/.test(address);
        if (!isWithin || status !== 200) {
          wrong.push(`${address} ${status}`);
        }
      }
      assert.deepEqual(
        { status: answer.status, isEmpty: named.size === 0, wrong },
        { status: 200, isEmpty: false, wrong: [] },
      );
    });
  }

  for (const [path, status, location] of [
    ['/', 307, '/blog'],
    ['/blog', 200, null],
    ['/blog/us.html', 308, '/blog/about.html'],
    ['/blog/old.html', 308, '/blog/about.html'],
    ['/blog/ribao/', 308, '/blog/category/ribao.html'],
    ['/blog/categories/', 308, '/blog/categories'],
    ['/blog/zh-hant/us.html', 308, '/blog/zh-hant/about.html'],
    ['/about.html', 404, null],
    ['/blogs/', 404, null],
    ['/blog/blog/about.html', 404, null],
    ['/robots.txt', 200, null],
    ['/blog/robots.txt', 200, null],
    ['/healthz', 200, null],
    ['/readyz', 200, null],
  ] as const) {
    test(`${name}: answers ${status} to ${path}${location === null ? '' : `, and leads to ${location}`}`, async () => {
      const answer = await fetch(urlOf() + path, { redirect: 'manual' });
      const led = answer.headers.get('location');
      // Next takes the last slash off.
      const place = led === null ? null : new URL(led, urlOf()).pathname.replace(/\/$/, '');
      assert.deepEqual([answer.status, place], [status, location]);
    });
  }

  test(`${name}: the canonical address has the base once`, async () => {
    const page = await (await fetch(urlOf() + ARTICLE)).text();
    assert.equal(/<link rel="canonical" href="([^"]*)"/.exec(page)?.[1], ORIGIN + ARTICLE);
  });

  test(`${name}: a picture named in the front matter has the base once`, async () => {
    const page = await (await fetch(urlOf() + ARTICLE)).text();
    const [, image] = /<meta property="og:image" content="([^"?]*)/.exec(page) ?? [];
    assert.equal(image, `${ORIGIN}/blog/images/a.png`);
  });

  test(`${name}: a picture in another width lies below the base`, async () => {
    const page = await (await fetch(urlOf() + ARTICLE)).text();
    const address = /srcset="(\/blog\/-\/scaled\/[^ ]+) /.exec(page)?.[1];
    const answer = await fetch(urlOf() + address);
    assert.deepEqual([answer.status, answer.headers.get('content-type')?.startsWith('image/')], [200, true]);
  });

  test(`${name}: robots.txt names the sitemap below the base`, async () => {
    const robots = await (await fetch(`${urlOf()}/robots.txt`)).text();
    assert.match(robots, /^Sitemap: https:\/\/news\.example\/blog\/sitemap\.xml$/m);
  });

  test(`${name}: pages in traditional characters lie behind the base`, async () => {
    const page = await (await fetch(`${urlOf()}/blog/zh-hant/`)).text();
    assert.match(page, /href="\/blog\/zh-hant\/ribao\/2024\/02\/01\/one\.html"/);
  });
}
