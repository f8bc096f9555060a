import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import type { UpdateReport } from '../../lib/ingest/index.ts';
import { PortalFolder } from '../support/portal-folder.ts';
import { SHARED, withoutShared } from '../support/shared.ts';

const HOSTILE = `${SHARED}/corpus/hostile`;
const rows = withoutShared
  ? []
  : readFileSync(`${HOSTILE}/expected.tsv`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));

let report: UpdateReport;
const published = new Set<string>();

test('indexes the hostile set without a failure', { skip: withoutShared }, async (context) => {
  const folder = new PortalFolder(context, {}, HOSTILE);
  report = await folder.update();
  const files = await folder.query('SELECT path, outcome FROM files');
  for (const { path, outcome } of files) if (outcome === 'article') published.add(String(path));
  assert.equal(files.filter(({ path }) => String(path).startsWith('_posts/')).length, rows.length);
});

for (const [file = '', outcome] of rows) {
  test(`${file} is ${outcome}`, () => {
    const path = `_posts/${file}`;
    const errors = report.problems.filter((problem) => problem.path === path && problem.severity === 'error');
    const found = published.has(path) ? 'published' : errors.length > 0 ? 'left out' : 'not published';
    assert.equal(found, outcome);
  });
}

const messages: [file: string, at: RegExp, message: RegExp][] = [
  ['2022-03-01-bom-crlf.md', /^1:/, /byte order mark/],
  ['2022-03-01-blank-first.md', /^1:/, /blank lines/],
  ['2022-03-01-js-front-matter.md', /^1:4/, /YAML/],
  ['2022-03-01-coffee-front-matter.md', /^1:4/, /YAML/],
  ['2022-03-01-yaml-js-tag.md', /^2:8/, /unknown/],
  ['2022-03-01-yaml-bomb.md', /^\d+:\d+/, /aliases/],
  ['2022-03-01-yaml-broken.md', /^\d+:\d+/, /not YAML/],
  ['2022-03-01-yaml-tab.md', /^3:1/, /tab/],
  ['2022-03-01-yaml-list.md', /^2:/, /mapping/],
  ['2022-03-01-front-matter-open.md', /^1:/, /no end/],
  ['2022-03-01-date-impossible.md', /^4:1/, /2022-13-45 99:99:99/],
  ['2022-03-01-date-words.md', /^4:1/, /昨天/],
  ['2022-03-01-title-map.md', /^3:1/, /^title/],
  ['2022-03-01-permalink-home.md', /^7:1/, /portal’s own/],
  ['2022-03-01-permalink-category.md', /^7:1/, /portal’s own/],
  ['2022-03-01-permalink-dots.md', /^7:1/, /not an address/],
  ['2022-03-01-permalink-host.md', /^7:1/, /not an address of this portal/],
  ['2022-03-01-same-addressb.md', /^1:/, /same-address\.md.*\/hostile\/same\.html/],
  ['-202203010000000001.md', /^1:/, /no date/],
  ['2022-02-30-bad-day.md', /^1:/, /does not exist/],
  ['2022-03-01-empty.md', /^1:/, /nothing/],
  ['2022-03-01-gbk.md', /^2:/, /UTF-8/],
  ['2022-03-01-nul.md', /^8:/, /zero byte/],
];
for (const [file, at, message] of messages) {
  test(`says of ${file} where and what`, { skip: withoutShared }, () => {
    const problem = report.problems.find(({ path }) => path === `_posts/${file}`);
    assert.match(`${problem?.line}:${problem?.column ?? ''}`, at);
    assert.match(problem?.message ?? '', message);
  });
}

test('reports each of the three addresses that a redirect may not take', { skip: withoutShared }, () => {
  const found = report.problems.filter(({ path }) => path === '_posts/2022-03-01-redirect-steals.md');
  assert.equal(found.length, 3);
});

test('evaluates nothing of the front matter', { skip: withoutShared }, () => {
  assert.deepEqual(
    ['__rce', 'polluted'].filter((name) => name in globalThis || name in {}),
    [],
  );
});
