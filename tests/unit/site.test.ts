import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { readSite, SiteError } from '../../lib/site.ts';

function contentWith(context: TestContext, config: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'finews-site-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '_config.yml'), config);
  return folder;
}

test('reads the settings of the old site’s _config.yml', (context) => {
  const contentDir = contentWith(
    context,
    'lang: zh-CN\ntitle: 金融消息\nurl: https://finews.withounder.com\ntimezone: Asia/Shanghai\nauthor: ZNing\naliases: [finews.zning.me]\n',
  );
  assert.deepEqual(readSite({ CONTENT_DIR: contentDir, DATA_DIR: '/tmp/x', PORT: '3001', HOST: '::1' }), {
    contentDir,
    dataDir: '/tmp/x',
    host: '::1',
    port: 3001,
    title: '金融消息',
    url: 'https://finews.withounder.com',
    lang: 'zh-CN',
    timezone: 'Asia/Shanghai',
    author: 'ZNing',
    aliases: ['finews.zning.me'],
    permalink: 'date',
    future: false,
    unpublished: false,
    exclude: [],
    defaults: [],
    naiveDates: 'utc',
  });
});

test('prefers SITE_URL to the url of _config.yml', (context) => {
  const CONTENT_DIR = contentWith(context, 'url: https://a.example\n');
  assert.equal(readSite({ CONTENT_DIR, SITE_URL: 'https://b.example/' }).url, 'https://b.example');
});

test('puts the defaults of the deepest folder last', (context) => {
  const CONTENT_DIR = contentWith(
    context,
    'defaults:\n  - scope: {path: "a/b", type: posts}\n    values: {author: 乙}\n  - scope: {path: ""}\n    values: {author: 甲}\n  - scope: {path: "", type: pages}\n    values: {author: 丙}\n',
  );
  assert.deepEqual(
    readSite({ CONTENT_DIR }).defaults.map(({ path, values }) => [path, values.get('author')]),
    [
      ['', '甲'],
      ['a/b', '乙'],
    ],
  );
});

for (const flag of ['yes', 'on', 'True', 'tRuE']) {
  test(`takes future: ${flag} for true, as Jekyll does`, (context) => {
    const CONTENT_DIR = contentWith(context, `future: ${flag}\nunpublished: ${flag}\n`);
    const { future, unpublished } = readSite({ CONTENT_DIR });
    assert.deepEqual([future, unpublished], [true, true]);
  });
}

test('takes texts as they are written', (context) => {
  const CONTENT_DIR = contentWith(context, 'title: 2024\nauthor: {name: NO}\nexclude: [007, on]\n');
  const { title, author, exclude } = readSite({ CONTENT_DIR });
  assert.deepEqual([title, author, exclude], ['2024', 'NO', ['007', 'on']]);
});

test('takes the last of a key that stands twice', (context) => {
  assert.equal(readSite({ CONTENT_DIR: contentWith(context, 'title: 甲\ntitle: 乙\n') }).title, '乙');
});

const wrong: [config: string, environment: Record<string, string>, message: RegExp][] = [
  ['', { PORT: 'abc' }, /^PORT: found "abc", expected a whole number/],
  ['', { PORT: '65536' }, /^PORT/],
  ['', { SITE_URL: 'news.example' }, /^SITE_URL: .*origin/],
  ['', { SITE_URL: 'https://a.example/path' }, /^SITE_URL/],
  ['timezone: Asia/Peking\n', {}, /timezone: found "Asia\/Peking", expected an IANA/],
  ['lang: "zh_"\n', {}, /lang/],
  ['future: maybe\n', {}, /future: found "maybe", expected true or false/],
  ['exclude: private\n', {}, /exclude: .*list/],
  ['aliases: ["https://a.example"]\n', {}, /aliases: .*without http/],
  ['permalink: /:nonsense/\n', {}, /permalink: found ":nonsense"/],
  ['naive_dates: local\n', {}, /naive_dates/],
  ['title: [a]\n', {}, /title: .*text/],
  ['- a\n', {}, /mapping/],
  ['lang: zh\ntitle: "a\n', {}, /_config\.yml:2:8: not YAML: the quotation mark " is not closed/],
  ['title：a\nlang: zh\n', {}, /_config\.yml:1:6: not YAML: a full-width colon/],
  ['author: [a]\n', {}, /author: found "a list", expected text/],
];
for (const [config, environment, message] of wrong) {
  test(`stops at ${JSON.stringify(config || environment)} with one line that names it`, (context) => {
    const CONTENT_DIR = contentWith(context, config);
    assert.throws(
      () => readSite({ CONTENT_DIR, ...environment }),
      (error) => error instanceof SiteError && message.test(error.message) && !error.message.includes('\n'),
    );
  });
}
