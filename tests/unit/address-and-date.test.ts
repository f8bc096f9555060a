/** Addresses and instants as Jekyll 4.3.1 itself gave them for these files (timezone: Asia/Shanghai). */
import assert from 'node:assert/strict';
import test from 'node:test';
import { fromZoned, toZonedIso } from '../../lib/calendar.ts';
import { post, read, readArticle } from '../support/posts.ts';

const addresses: [path: string, frontMatter: string, url: string][] = [
  ['_posts/2022-1-2-l.md', 'title: x', '/2022/01/02/l.html'],
  ['_posts/2022-03-01-Hello World_中文 (试).md', 'categories: C#', '/c#/2022/03/01/Hello-World_中文-(试).html'],
  ['_posts/2022-03-01-x.y..md', 'title: x', '/2022/03/01/x.y.html'],
  ["_posts/2022-03-01-z'1&2+3=4,5;6~7$8!.md", 'title: x', "/2022/03/01/z'1&2+3=4,5;6~7$8!.html"],
  ['_posts/2022-03-01-g.md', 'category: A B', '/a b/2022/03/01/g.html'],
  ['_posts/2022-03-01-f.md', 'categories: A B', '/a/b/2022/03/01/f.html'],
  ['_posts/2022-03-01-u.md', 'categories: a, b', '/a,/b/2022/03/01/u.html'],
  ['_posts/2022-03-01-y.md', 'categories: ["a/b", "c d"]', '/a/b/c d/2022/03/01/y.html'],
  ['_posts/2022-03-01-o.html', 'categories: []\ncategory: one', '/one/2022/03/01/o.html'],
  ['_posts/2022-03-01-j.md', 'permalink: foo/:slug/', '/foo/j/'],
  [
    '_posts/2022-03-01-k.md',
    'slug: "My Slug!"\npermalink: /p/:slug/:title/:categories/:month_:day',
    '/p/my-slug/My-Slug!/03_01',
  ],
  ['_posts/2022-03-01-p.md', 'permalink: pretty', '/pretty'],
  ['_posts/2022-03-01-w.md', 'slug: 你好 世界', '/2022/03/01/你好-世界.html'],
  ['news/_posts/2022-03-01-r.md', 'categories: b', '/news/b/2022/03/01/r.html'],
  ['news/_posts/sub/2022-03-01-s.md', 'title: x', '/news/2022/03/01/s.html'],
  ['_posts/2022-03-01-e.md', 'date: 2022-03-01T20:00:00Z', '/2022/03/02/e.html'],
  ['_posts/2022-03-01-v.md', 'date: 2022-12-31 23:30:00 +0000', '/2023/01/01/v.html'],
  ['_posts/2022-03-01-q.md', 'permalink: /a%20b/:title', '/a b/q'],
];
for (const [path, frontMatter, url] of addresses) {
  test(`gives ${path} with ${JSON.stringify(frontMatter)} the address ${url}`, () => {
    assert.equal(readArticle(post(frontMatter), path).url, url);
  });
}

const styles: [permalink: string, url: string][] = [
  ['date', '/emnews/2022/02/22/n.html'],
  ['pretty', '/emnews/2022/02/22/n/'],
  ['ordinal', '/emnews/2022/053/n.html'],
  ['weekdate', '/emnews/2022/W08/Tue/n.html'],
  ['none', '/emnews/n.html'],
  ['/:short_year/:i_month/:i_day/:hour:minute:second/:title', '/22/2/22/100104/n'],
  ['/:long_month/:short_month/:long_day/:w_day/:w_year/:y_day/:name', '/February/Feb/Tuesday/2/2022/053/2022-02-22-n'],
  ['/:collection/:path/:slugified_categories:output_ext', '/posts/2022-02-22-n/emnews.html'],
];
for (const [permalink, url] of styles) {
  test(`fills the permalink ${permalink} in`, () => {
    const text = post('date: 2022-02-22 10:01:04 +0800\ncategories: emnews');
    assert.equal(readArticle(text, '_posts/2022-02-22-n.md', { permalink }).url, url);
  });
}

const instants: [date: string, instant: string][] = [
  ['2022-03-01 08:00:00', '2022-03-01T16:00:00+08:00'],
  ['"2022-03-01 08:00:00"', '2022-03-01T08:00:00+08:00'],
  ['2022-03-01 08:00', '2022-03-01T08:00:00+08:00'],
  ['2022-03-01', '2022-03-01T00:00:00+08:00'],
  ['2022-03-01T20:00:00-05:00', '2022-03-02T09:00:00+08:00'],
  ['2022-03-01 08:00:00 +08', '2022-03-01T08:00:00+08:00'],
  ['2022-03-01 8:05:09.123 +0800', '2022-03-01T08:05:09+08:00'],
  ['2024-02-29 00:00:00 Z', '2024-02-29T08:00:00+08:00'],
  ['2024-01-13 18:30:22 2024 +0800', '2024-01-13T18:30:22+08:00'],
  ['13 Jan 2024', '2024-01-13T00:00:00+08:00'],
  ['January 13th, 2024 5:30 PM', '2024-01-13T17:30:00+08:00'],
  ['Sat, 13 Jan 2024 10:00:00 GMT', '2024-01-13T18:00:00+08:00'],
  ['2024-01-13 18:30:22 CST', '2024-01-14T08:30:22+08:00'],
  ['13.1.2024', '2024-01-13T00:00:00+08:00'],
  // As `Time.parse` of Ruby 3.1 and Psych give them.
  ['2022-02-30', '2022-03-02T00:00:00+08:00'],
  ['2023-02-29 00:00:00', '2023-03-01T08:00:00+08:00'],
  ['"30 Feb 2024 10:11"', '2024-03-01T10:11:00+08:00'],
  ['2024-02-03 24:00:00 +0800', '2024-02-04T00:00:00+08:00'],
  ['2024-02-03 10:11:12 PDT', '2024-02-04T01:11:12+08:00'],
  ['2024-02-03 10:11:12 A', '2024-02-03T17:11:12+08:00'],
  ['2024-02-03 10:11:12 GMT+8', '2024-02-03T10:11:12+08:00'],
  ['2024-02-03 10:11:12 JST', '2024-02-03T10:11:12+08:00'],
  ['2024-02-03 10:11:12 -1500', '2024-02-04T09:11:12+08:00'],
  ['"2024-02-03 10:11:12 +8"', '2024-02-03T10:11:12+08:00'],
  ['2024-02-03 10:11:12 +8', '2024-02-03T10:11:12+08:00'],
  ['24-1-5', '2024-01-05T00:00:00+08:00'],
  ['3/2/2024', '2024-02-03T00:00:00+08:00'],
  ['2024.2.3', '2024-02-03T00:00:00+08:00'],
  ['20240203T101112', '2024-02-03T10:11:12+08:00'],
  ['20240203 10:11', '2024-02-03T10:11:00+08:00'],
  ['240203', '2024-02-03T00:00:00+08:00'],
  ['2024-060', '2024-02-29T00:00:00+08:00'],
  ['03-Feb-2024', '2024-02-03T00:00:00+08:00'],
  ['2024 Feb 3', '2024-02-03T00:00:00+08:00'],
  ["Feb 3rd '24", '2024-02-03T00:00:00+08:00'],
  ['H28.01.05', '2016-01-05T00:00:00+08:00'],
  ['2024-02-03 10h 11m', '2024-02-03T10:11:00+08:00'],
  ['2024-02-03 12:00 a.m.', '2024-02-03T00:00:00+08:00'],
  ['2024-02-03 7', '2024-02-03T07:00:00+08:00'],
];
for (const [date, instant] of instants) {
  test(`reads the date ${date} as ${instant}`, () => {
    assert.equal(toZonedIso(readArticle(post(`date: ${date}`)).publishedAt, 'Asia/Shanghai'), instant);
  });
}

/** As `Time.parse` of Ruby 3.1 gives them where `TZ` is the zone. */
for (const [timezone, date, instant] of [
  ['America/New_York', '2026-03-08 02:30', '2026-03-08T03:30:00-04:00'],
  ['America/New_York', '2026-03-08 02:00', '2026-03-08T03:00:00-04:00'],
  ['America/New_York', '2026-11-01 01:30', '2026-11-01T01:30:00-05:00'],
  ['Europe/London', '2026-03-29 01:30', '2026-03-29T02:30:00+01:00'],
  ['Australia/Lord_Howe', '2026-10-04 02:15', '2026-10-04T02:45:00+11:00'],
  ['America/Sao_Paulo', '2018-11-04 00:30', '2018-11-04T01:30:00-02:00'],
  ['Asia/Shanghai', '1986-05-04 02:30', '1986-05-04T03:30:00+09:00'],
] as const) {
  test(`reads ${date} in ${timezone}, where clocks skip or repeat it, as ${instant}`, () => {
    const { publishedAt } = readArticle(post(`date: ${date}`), undefined, { timezone });
    assert.equal(toZonedIso(publishedAt, timezone), instant);
  });
}

test('gives the first of two instants that clocks show alike, where nothing else is asked for', () => {
  const fields = { year: 2026, month: 11, day: 1, hour: 1, minute: 30, second: 0 };
  assert.equal(fromZoned(fields, 'America/New_York'), Date.parse('2026-11-01T01:30:00-04:00') / 1000);
});

test('reads dates without a zone in the site’s zone where the site says so', () => {
  const article = readArticle(post('date: 2022-03-01 08:00:00'), undefined, { naiveDates: 'site' });
  assert.equal(toZonedIso(article.publishedAt, 'Asia/Shanghai'), '2022-03-01T08:00:00+08:00');
});

for (const date of [
  '2022-13-45 99:99:99 +0800',
  '2022-02-32',
  '2022-02-28 24:00:01',
  '08:00:00',
  'February 30',
  '昨天',
  '2022-03-01 08:00:00 +9900',
  '[1]',
]) {
  test(`leaves out a post dated ${date} and names the value`, () => {
    const reading = read(post(`title: x\ndate: ${date}`));
    assert.equal(
      reading.kind === 'rejected' && `${reading.problem.line} ${reading.problem.message.slice(0, 11)}`,
      '3 date: found',
    );
  });
}

for (const [permalink, reason] of [
  ['/', 'portal’s own'],
  ['/category/emnews.html', 'portal’s own'],
  ['/archive/2022', 'portal’s own'],
  ['/icon.svg', 'portal’s own'],
  ['/apple-touch-icon.png', 'portal’s own'],
  ['/speculation-rules.json', 'portal’s own'],
  ['/healthz/', 'portal’s own'],
  ['/client/a.html', 'portal’s own'],
  ['/404.html', 'portal’s own'],
  ['/index.html', 'portal’s own'],
  ['/_x/a.html', 'portal’s own'],
  ['/_next.html', 'portal’s own'],
  ['/a.rsc', 'portal’s own'],
  ['/../../etc/passwd', 'is not an address'],
  ['/a/./b', 'is not an address'],
  ['//example.com/x', 'not an address of this portal'],
  ['https://example.com/x', 'not an address of this portal'],
  ['/a%zz', 'wrong percent escape'],
  ['/a?b', 'holds ? or #'],
  ['/a%00b', 'control character'],
  ['/a\\b', 'holds \\'],
  ['/:nonsense/x', 'placeholder'],
  [`/${'长'.repeat(400)}`, 'longer than'],
] as const) {
  test(`leaves out a post with the permalink ${permalink.slice(0, 40)}`, () => {
    const reading = read(post(`title: x\npermalink: '${permalink}'`));
    assert.equal(reading.kind === 'rejected' && reading.problem.message.includes(reason) && reading.problem.line, 3);
  });
}
