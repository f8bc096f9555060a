/** Mixes as readers and crawlers get them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { MAX_MIX_LENGTH } from '../../../lib/pages/index.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { attribute, PageView, textOf } from '../pages/page-view.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-mix-'));
let portal: Portal;

before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  const write = (day: string, slug: string, title: string, category: string): void =>
    writeFileSync(
      join(contentDir, '_posts', `${day}-${slug}.md`),
      postText({ title, categories: `["${category}"]`, tags: `["${category}报"]` }),
    );
  for (let i = 0; i < 60; i++) write(`2022-04-${10 + (i % 20)}`, `a${i}`, `甲${i}`, 'ribao');
  write('2022-05-01', 'b', '乙', 'wanbao');
  write('2022-05-02', 'c', '丙', 'c++ 100%');
  write('2022-05-03', 'd', '丁', '上海 / 报');
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const ask = (path: string): Promise<Response> => fetch(portal.url + path, { redirect: 'manual' });
const view = async (path: string): Promise<PageView> => new PageView(await (await ask(path)).text());
const titlesOf = (page: PageView): string[] => page.all('h2', page.all('main')[0]).map((title) => textOf(title));

test('lists the newest articles of several sources', async () => {
  assert.deepEqual(titlesOf(await view('/mix/ribao+wanbao')).slice(0, 2), ['乙', '甲19']);
});

test('has later pages', async () => {
  assert.equal(titlesOf(await view('/mix/ribao+wanbao/2')).length, 11);
});

const ODD = encodeURIComponent('c%2B%2B 100%25');

for (const [path, location] of [
  ['/mix/wanbao+ribao', '/mix/ribao+wanbao'],
  ['/mix/ribao+wanbao+ribao', '/mix/ribao+wanbao'],
  ['/mix/RIBAO+wanbao', '/mix/ribao+wanbao'],
  ['/mix/wanbao+ribao/2', '/mix/ribao+wanbao/2'],
  ['/mix/wanbao+ribao/edit', '/mix/ribao+wanbao/edit'],
  ['/mix/ribao+wanbao/', '/mix/ribao+wanbao'],
  ['/mix/ribao++wanbao', '/mix/ribao+wanbao'],
  ['/mix/', '/mix'],
  ['/mix/index.html', '/mix'],
  ['/mix.html', '/mix'],
  ['/kept/', '/kept'],
  ['/mix?s=wanbao&s=ribao', '/mix/ribao+wanbao'],
  [`/mix?s=ribao&s=${encodeURIComponent('c++ 100%')}`, `/mix/${ODD}+ribao`],
  ['/zh-hant/mix?s=wanbao&s=ribao', '/zh-hant/mix/ribao+wanbao'],
] as const) {
  test(`leads from ${path} to ${location}`, async () => {
    const answer = await ask(path);
    assert.deepEqual([answer.status, answer.headers.get('location')], [308, location]);
  });
}

test('reads an escaped plus between names as one', async () => {
  assert.deepEqual(titlesOf(await view('/mix/ribao%2Bwanbao')).slice(0, 1), ['乙']);
});

test('tells names with a plus, a percent sign or a slash from what joins them', async () => {
  const path = `/mix/${ODD}+${encodeURIComponent('上海 / 报')}`;
  assert.deepEqual(titlesOf(await view(path)), ['丁', '丙']);
});

test('has the article of such a name in the feed of the mix', async () => {
  const answer = await ask(`/feed/mix/${ODD}.json`);
  assert.deepEqual([answer.status, (await answer.json()).items.length], [200, 1]);
});

test('shows what it knows of a mix, and names what it does not', async () => {
  const page = await view('/mix/nobody+wanbao');
  assert.deepEqual([titlesOf(page), page.text('p').includes('没有这个来源：nobody')], [['乙'], true]);
});

for (const path of ['/mix/nobody', '/mix/+', '/mix/ribao/1', '/mix/ribao/3', '/mix/ribao/2/x', '/mix/nobody/edit']) {
  test(`answers 404 to ${path}`, async () => {
    assert.equal((await ask(path)).status, 404);
  });
}

test('checks those sources in the form that an address names, before all others', async () => {
  const page = await view('/mix/ribao+wanbao/edit');
  const boxes = page.all('input', page.all('main')[0]).filter((input) => attribute(input, 'name') === 's');
  assert.deepEqual(
    boxes.map((input) => [attribute(input, 'value'), attribute(input, 'checked') !== undefined]),
    [
      ['ribao', true],
      ['wanbao', true],
      ['c++ 100%', false],
      ['上海 / 报', false],
    ],
  );
});

const tooMany = Array.from({ length: MAX_MIX_LENGTH + 1 }, (_, i) => `s${i}`);

for (const path of [`/mix/${tooMany.join('+')}`, `/mix?${tooMany.map((name) => `s=${name}`).join('&')}`]) {
  test(`says on ${path.slice(0, 12)}… that so many sources are too many`, async () => {
    const page = await view(path);
    const alert = page.with('role', 'alert');
    assert.match(alert ? textOf(alert) : '', new RegExp(`选了${MAX_MIX_LENGTH + 1}个来源`));
  });
}

test('says so of fewer sources whose names make too long an address', async () => {
  const names = Array.from({ length: 40 }, (_, i) => encodeURIComponent(`${'来源'.repeat(6)}${i}`));
  const page = await view(`/mix?${names.map((name) => `s=${name}`).join('&')}`);
  assert.ok(page.with('role', 'alert'));
});

test('counts no arrivals for more sources than a mix may have', async () => {
  const answer = await ask(`/api/arrivals?listing=${encodeURIComponent(`mix:${tooMany.join('+')}`)}&after=0`);
  assert.equal(answer.status, 400);
});

test('counts what arrives in a mix', async () => {
  const answer = await ask(`/api/arrivals?listing=${encodeURIComponent('mix:ribao+wanbao')}&after=0`);
  assert.deepEqual(await answer.json(), { count: 61 });
});

test('lets search engines have a mix, its form and what readers keep, but not further pages', async () => {
  const robots = await Promise.all(
    ['/mix', '/mix/ribao', '/mix/ribao+wanbao/2', '/kept'].map(async (path) => (await view(path)).meta('robots')),
  );
  const isIndexed = 'max-image-preview:large';
  assert.deepEqual(robots, [isIndexed, isIndexed, 'noindex, follow', isIndexed]);
});

test('keeps search engines away from the form of a mix', async () => {
  assert.equal((await view('/mix/ribao/edit')).meta('robots'), 'noindex, follow');
});

test('asks crawlers in robots.txt to pass forms and feeds of mixes over', async () => {
  const rules = await (await ask('/robots.txt')).text();
  assert.deepEqual(
    ['/mix/*/edit$', '/mix?', '/feed/mix/', '/zh-hant/mix?'].filter((path) => !rules.includes(`Disallow: ${path}\n`)),
    [],
  );
});

test('shows a mix in traditional characters, its links among them', async () => {
  const page = await view('/zh-hant/mix/ribao+wanbao');
  const hrefs = page.all('a', page.all('main')[0]).map((link) => attribute(link, 'href'));
  assert.deepEqual(
    ['/zh-hant/mix/ribao+wanbao/edit', '/feed/mix/ribao+wanbao.xml'].filter((href) => !hrefs.includes(href)),
    [],
  );
});

for (const [from, to] of [
  ['/', '/mix'],
  ['/categories', '/mix'],
  ['/category/ribao.html', '/mix/ribao/edit'],
  ['/mix/ribao+wanbao', '/feed/mix/ribao+wanbao.opml'],
] as const) {
  test(`links ${to} from ${from}`, async () => {
    const page = await view(from);
    assert.ok(page.all('a').some((link) => attribute(link, 'href') === to));
  });
}
