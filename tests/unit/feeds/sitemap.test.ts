import assert from 'node:assert/strict';
import test from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { SiteIdentity } from '../../../lib/archive/index.ts';
import { renderRobots, renderSitemapIndex, renderSitemapPart } from '../../../lib/feeds/index.ts';

const site: SiteIdentity = {
  title: '金融消息',
  url: 'https://finews.example',
  lang: 'zh-CN',
  timezone: 'Asia/Shanghai',
};
const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  isArray: (name) => name === 'url' || name === 'sitemap',
});

test('writes a sitemap index with the last change of each part', async () => {
  const xml = await renderSitemapIndex(site, [
    { part: 1, modifiedAt: 1_646_092_800 },
    { part: 2, modifiedAt: 1_646_179_199 },
  ]);
  assert.equal(XMLValidator.validate(xml), true);
  const index = parser.parse(xml).sitemapindex;
  assert.deepEqual(
    [index['@_xmlns'], index.sitemap],
    [
      'http://www.sitemaps.org/schemas/sitemap/0.9',
      [
        { loc: 'https://finews.example/sitemap/1.xml', lastmod: '2022-03-01T00:00:00.000Z' },
        { loc: 'https://finews.example/sitemap/2.xml', lastmod: '2022-03-01T23:59:59.000Z' },
      ],
    ],
  );
});

test('writes a sitemap index without parts for an archive without articles', async () => {
  const xml = await renderSitemapIndex(site, []);
  assert.equal(XMLValidator.validate(xml), true);
  assert.equal(parser.parse(xml).sitemapindex.sitemap, undefined);
});

test('keeps the order and the last change of the addresses of a part', async () => {
  const xml = await renderSitemapPart(site, [
    { url: '/b.html', modifiedAt: 1_646_092_801 },
    { url: '/a/', modifiedAt: 1_646_092_800 },
  ]);
  assert.equal(XMLValidator.validate(xml), true);
  const { urlset } = parser.parse(xml);
  assert.deepEqual(
    [urlset['@_xmlns'], urlset.url],
    [
      'http://www.sitemaps.org/schemas/sitemap/0.9',
      [
        { loc: 'https://finews.example/b.html', lastmod: '2022-03-01T00:00:01.000Z' },
        { loc: 'https://finews.example/a/', lastmod: '2022-03-01T00:00:00.000Z' },
      ],
    ],
  );
});

for (const [path, address] of [
  ['/c/中文 (1).html', '/c/%E4%B8%AD%E6%96%87%20(1).html'],
  ['/c/<b>&"\'.html', "/c/%3Cb%3E&%22'.html"],
  ['/c/]]>.html', '/c/%5D%5D%3E.html'],
  ['/c/100%25?#.html', '/c/100%2525%3F%23.html'],
  ['/c/\u0001\u001f\ufffe.html', '/c/%01%1F%EF%BF%BE.html'],
  ['/c/\ud800😀.html', '/c/%EF%BF%BD%F0%9F%98%80.html'],
] as const) {
  test(`writes the path ${JSON.stringify(path)} as the address ${address}`, async () => {
    const xml = await renderSitemapPart(site, [{ url: path, modifiedAt: 0 }]);
    assert.equal(XMLValidator.validate(xml), true);
    assert.equal(/[^\n\u0020-\u007e]/.test(xml), false);
    assert.equal(parser.parse(xml).urlset.url[0].loc, site.url + address);
  });
}

test('writes 50,000 addresses into one valid part below 50 MB', async () => {
  const entries = Array.from({ length: 50_000 }, (_, i) => ({
    url: `/emnews/2022/03/01/中文 & <${i}>.html`,
    modifiedAt: i,
  }));
  const xml = await renderSitemapPart(site, entries);
  assert.equal(XMLValidator.validate(xml), true);
  const { url } = parser.parse(xml).urlset;
  assert.deepEqual(
    [url.length, url[7].loc, url.at(-1).lastmod, Buffer.byteLength(xml) < 50_000_000],
    [
      50_000,
      'https://finews.example/emnews/2022/03/01/%E4%B8%AD%E6%96%87%20&%20%3C7%3E.html',
      '1970-01-01T13:53:19.000Z',
      true,
    ],
  );
});

test('gives the same bytes for the same entries', async () => {
  const entries = [{ url: '/a.html', modifiedAt: 7 }];
  assert.equal(await renderSitemapPart(site, entries), await renderSitemapPart(site, entries));
});

test('names the sitemaps in robots.txt and keeps searches and mixes out', () => {
  assert.equal(
    renderRobots(site),
    'User-agent: *\nDisallow: /search$\nDisallow: /zh-hant/search$\nDisallow: /search?\nDisallow: /zh-hant/search?\nDisallow: /feed/search.\nDisallow: /zh-hant/feed/search.\nDisallow: /mix/*/edit$\nDisallow: /zh-hant/mix/*/edit$\nDisallow: /mix?\nDisallow: /zh-hant/mix?\nDisallow: /feed/mix/\nDisallow: /zh-hant/feed/mix/\nDisallow: /api/\nDisallow: /zh-hant/api/\n\nSitemap: https://finews.example/sitemap.xml\nSitemap: https://finews.example/news-sitemap.xml\n',
  );
});
