import assert from 'node:assert/strict';
import test from 'node:test';
import { newsSitemapPartHref } from '../../../lib/addresses.ts';
import { resolveRequest, setBasePath, withoutBase } from '../../../lib/base-path.ts';
import { renderRobots } from '../../../lib/feeds/index.ts';
import { kindOf } from '../../../lib/metrics/kind.ts';
import { hasTraditionalForm, simplifiedHref, traditionalHref } from '../../../lib/traditional/addresses.ts';

setBasePath('/blog');

for (const [address, rest] of [
  ['/blog/a.html?x#y', '/a.html?x#y'],
  ['/blog', ''],
  ['/blog?x', '?x'],
  ['/blogs/a', undefined],
  ['/a.html', undefined],
  ['https://a.example/blog/', undefined],
] as const) {
  test(`takes the base off ${address}`, () => assert.equal(withoutBase(address), rest));
}

for (const [path, request] of [
  ['/blog/a', { path: '/a' }],
  ['/blog', { path: '/' }],
  ['/', { location: '/blog/' }],
  ['/robots.txt', { path: '/robots.txt' }],
  ['/a', undefined],
] as const) {
  test(`understands a request for ${path}`, () => assert.deepEqual(resolveRequest(path), request));
}

test('puts the prefix of pages in traditional characters behind the base', () => {
  assert.equal(traditionalHref('/blog/a.html?x'), '/blog/zh-hant/a.html?x');
});

test('finds the simplified form of an address below the base', () => {
  assert.equal(simplifiedHref('/blog/zh-hant/a.html'), '/blog/a.html');
});

for (const [href, expected] of [
  ['/blog/a.html', true],
  ['/a.html', false],
  ['/blog/feed.xml', false],
  ['/blog/zh-hant/', false],
] as const) {
  test(`${href} has ${expected ? 'a' : 'no'} traditional form`, () => assert.equal(hasTraditionalForm(href), expected));
}

test('writes the address of a part of the news sitemap with the base', () => {
  assert.equal(newsSitemapPartHref(2), '/blog/news-sitemap/2.xml');
});

test('names both sitemaps below the base in robots.txt', () => {
  const robots = renderRobots({ title: '报', url: 'https://news.example', lang: 'zh-CN', timezone: 'Asia/Shanghai' });
  assert.deepEqual(robots.match(/(?<=^Sitemap: ).*$/gm), [
    'https://news.example/blog/sitemap.xml',
    'https://news.example/blog/news-sitemap.xml',
  ]);
});

test('counts a request below the base as one of what lies there', () => {
  assert.deepEqual([kindOf('/blog/feed.xml?x'), kindOf('/blog'), kindOf('/blog/a.html')], ['feed', 'home', 'article']);
});
