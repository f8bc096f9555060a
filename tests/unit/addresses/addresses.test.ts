import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import test from 'node:test';
import { GET as getSpeculationRules } from '../../../app/speculation-rules.json/route.ts';
import { findOwnAddress, fitsQrCode, isNextInternal, normalizePath, OWN_ADDRESSES } from '../../../lib/addresses.ts';

test('the list of own addresses has every built route', () => {
  const manifest = JSON.parse(readFileSync('.next/app-path-routes-manifest.json', 'utf8')) as Record<string, string>;
  const paths = Object.values(manifest).map((route) => route.replace(/\[+[^/]+/g, 'x'));
  const missing = paths.filter((path) => path !== '/x' && !isNextInternal(path) && !findOwnAddress(path));
  assert.deepEqual(missing, []);
});

test('the list of own addresses has every static file, and no file that is not there', () => {
  const files = globSync('public/**/*')
    .filter((file) => statSync(file).isFile())
    .map((file) => file.slice('public'.length));
  const listed = OWN_ADDRESSES.filter(({ kind }) => kind === 'file');
  assert.deepEqual(
    {
      missing: files.filter((file) => findOwnAddress(file)?.kind !== 'file'),
      gone: listed.filter(({ path }) => !files.some((file) => file === path || file.startsWith(`${path}/`))),
    },
    { missing: [], gone: [] },
  );
});

for (const [path, kind] of [
  ['/', 'page'],
  ['/categories/', 'page'],
  ['/category/emnews.html', 'page'],
  ['/zh-hant', 'page'],
  ['/healthz/', 'document'],
  ['/feed/a.xml', 'document'],
  ['/client/x/y.html', 'file'],
  ['/icon.svg', 'file'],
  ['/stock/SH600519/2', 'page'],
  ['/stock/BRK.B', 'page'],
  ['/stock/usbrk-b', 'page'],
  ['/stock/news.html', undefined],
  ['/stock/chart.png', undefined],
  ['/categories/x', undefined],
  ['/feedback', undefined],
  ['/samples/2022/a.html', undefined],
  ['/FEED.xml', undefined],
] as const) {
  test(`${path} is ${kind === undefined ? 'no address of the portal’s own' : `a ${kind} of the portal’s own`}`, () => {
    assert.equal(findOwnAddress(path)?.kind, kind);
  });
}

for (const [path, normal] of [
  ['/', '/'],
  ['/a/b.html', '/a/b.html'],
  ['/%e4%b8%ad/%7Ea%20b', '/%E4%B8%AD/~a%20b'],
  ['/a%2fb%3Fc%23d', '/a%2Fb%3Fc%23d'],
  ['/100%25', '/100%25'],
  ['/%252e%252e/a', '/%252e%252e/a'],
  ['/a//b/', '/a//b/'],
  ["/a'(b)&c=d;e,f!", "/a'(b)&c=d;e,f!"],
  ['/...', '/...'],
  ['', undefined],
  ['a', undefined],
  ['*', undefined],
  ['//a', undefined],
  ['/a/../b', undefined],
  ['/%2E%2e/b', undefined],
  ['/a/.%2e', undefined],
  ['/.', undefined],
  ['/a\\b', undefined],
  ['/a%5Cb', undefined],
  ['/a%00', undefined],
  ['/a%C2%85', undefined],
  ['/%', undefined],
  ['/%ED%A0%80', undefined],
  ['/a#b', undefined],
  ['/a b', undefined],
  ['/中', undefined],
] as const) {
  test(`the canonical form of ${path || 'nothing'} is ${normal ?? 'none'}`, () => {
    assert.equal(normalizePath(path), normal);
  });
}

test('a canonical path is what a URL parser makes of it', () => {
  const path = normalizePath(`/${encodeURIComponent('"<>[]^`{|} 中#?%/')}/x`) ?? '';
  assert.equal(new URL(path, 'https://news.example').pathname, path);
});

test('knows how much a QR code holds', () => {
  assert.deepEqual([fitsQrCode('a'.repeat(2_331)), fitsQrCode('a'.repeat(2_332))], [true, false]);
});

test('lets browsers prerender pages that do not depend on a query, and nothing else', async () => {
  const rules = await getSpeculationRules().json();
  const patterns: string[] = rules.prerender[0].where.and[1].not.href_matches;
  const leftOut = (path: string): boolean =>
    patterns.some((pattern) => new URLPattern(pattern, 'https://news.example').test(path, 'https://news.example'));
  assert.deepEqual(
    [
      ...['/', '/categories', '/category/a.html', '/emnews/2022/02/22/a.html', '/zh-hant/archive/2022', '/feedback'],
      ...['/search', '/search?q=a', '/zh-hant/search?q=a', '/html_News/NewsShare.html?infoCode=1', '/api/search?q=a'],
      ...['/feed.xml', '/feed/a.xml', '/sitemap/1.xml', '/robots.txt', '/icon.svg', '/client/finews-A.js'],
    ].filter((path) => !leftOut(path)),
    ['/', '/categories', '/category/a.html', '/emnews/2022/02/22/a.html', '/zh-hant/archive/2022', '/feedback'],
  );
});
