import assert from 'node:assert/strict';
import test from 'node:test';
import { toRoute } from '../../lib/front/route-address.ts';

for (const [path, expected] of [
  ['/emnews/2022/02/22/NW202202222284184177.html', '/-'],
  ['/no/such.html', '/-'],
  ['/emnews/', '/-'],
  ['/%E6%96%B0%E9%97%BB/1.html', '/-'],
  ['/category', '/category'],
  ['/category/emnews.html', '/category/-'],
  ['/category/emnews/2', '/category/-'],
  ['/category//emnews.html', '/category//emnews.html'],
  ['/emnews//1.html', '/emnews//1.html'],
  ['/tag/a%2Fb', '/tag/-'],
  ['/archive', '/archive'],
  ['/archive/', '/archive/'],
  ['/archive/2022/02', '/archive/-'],
  ['/', '/'],
  ['/search', '/search'],
  ['/feed.xml', '/feed.xml'],
  ['/categories/x', '/-'],
  ['/samples/2022/a.html', '/-'],
  ['/feed/emnews.xml', '/feed/emnews.xml'],
  ['/zh-hant/emnews/2022/02/22/a.html', '/zh-hant/emnews/2022/02/22/a.html'],
  ['/html_News/NewsShare.html', '/html_News/NewsShare.html'],
  ['/_not-found', '/_not-found'],
  ['/_next/static/a.js', '/_next/static/a.js'],
  ['/client/a.js', '/client/a.js'],
  ['/favicon.ico', '/favicon.ico'],
] as const) {
  test(`asks Next for ${expected} when a reader asks for ${path}`, () => {
    assert.equal(toRoute(path), expected);
  });
}
