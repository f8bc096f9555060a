import assert from 'node:assert/strict';
import test from 'node:test';
import { RouteAddresses } from '../../lib/front/route-address.ts';

const addresses = new RouteAddresses('.');

for (const [path, expected] of [
  ['/emnews/2022/02/22/NW202202222284184177.html', '/-'],
  ['/no/such.html', '/-'],
  ['/emnews/', '/-'],
  ['/%E6%96%B0%E9%97%BB/1.html', '/-'],
  ['/category', '/category'],
  ['/category/emnews.html', '/category/-'],
  ['/category/emnews/2', '/category/-'],
  ['/%63ategory/emnews/2', '/-'],
  ['/category//emnews.html', '/category//emnews.html'],
  ['/emnews//1.html', '/emnews//1.html'],
  ['/tag/a%2Fb', '/tag/-'],
  ['/archive', '/archive'],
  ['/archive/', '/archive/'],
  ['/archive/2022/02', '/archive/-'],
  ['/', '/'],
  ['/search', '/search'],
  ['/feed.xml', '/feed.xml'],
  ['/feed%2Exml', '/feed%2Exml'],
  ['/%73earch', '/%73earch'],
  ['/feed/emnews.xml', '/feed/emnews.xml'],
  ['/zh-hant/emnews/2022/02/22/a.html', '/zh-hant/emnews/2022/02/22/a.html'],
  ['/html_News/NewsShare.html', '/html_News/NewsShare.html'],
  ['/_not-found', '/_not-found'],
  ['/%5fnext/static/a.js', '/-'],
  ['/_next/static/a.js', '/_next/static/a.js'],
  ['/client/a.js', '/client/a.js'],
  ['/favicon.ico', '/favicon.ico'],
] as const) {
  test(`asks Next for ${expected} where a reader asks for ${path}`, () => {
    assert.equal(addresses.toRoute(path), expected);
  });
}
