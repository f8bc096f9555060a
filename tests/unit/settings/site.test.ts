import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { readSite, SiteError } from '../../../lib/site.ts';

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
    picturesMegabytes: 512,
    trustedProxies: 0,
    clientHeader: 'x-forwarded-for',
    title: '金融消息',
    url: 'https://finews.withounder.com',
    basePath: '',
    lang: 'zh-CN',
    timezone: 'Asia/Shanghai',
    author: 'ZNing',
    aliases: ['finews.zning.me'],
    permalink: 'date',
    future: false,
    unpublished: false,
    drafts: false,
    exclude: [],
    include: [],
    collections: [],
    pageSuffix: ':output_ext',
    defaults: [],
    markdownExtensions: ['markdown', 'mkdown', 'mkdn', 'mkd', 'md'],
    naiveDates: 'utc',
  });
});

test('prefers SITE_URL to the url of _config.yml', (context) => {
  const CONTENT_DIR = contentWith(context, 'url: https://a.example\n');
  assert.equal(readSite({ CONTENT_DIR, SITE_URL: 'https://b.example/' }).url, 'https://b.example');
});

test('reads addresses of replicas, of which each may name several hosts', (context) => {
  const CONTENT_DIR = contentWith(context, '');
  const DATABASE_REPLICA_URLS = 'postgres://r:p%2Cq@b,c:5433/n?sslmode=require, postgresql://d/n';
  assert.deepEqual(readSite({ CONTENT_DIR, DATABASE_URL: 'postgres://a/n', DATABASE_REPLICA_URLS }).replicaUrls, [
    'postgres://r:p%2Cq@b,c:5433/n?sslmode=require',
    'postgresql://d/n',
  ]);
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
      ['', '丙'],
      ['a/b', '乙'],
    ],
  );
});

test('puts the defaults for posts after those for everything of the same path', (context) => {
  const CONTENT_DIR = contentWith(
    context,
    'defaults:\n  - scope: {path: "", type: posts}\n    values: {author: 乙}\n  - scope: {path: ""}\n    values: {author: 甲}\n',
  );
  assert.deepEqual(
    readSite({ CONTENT_DIR }).defaults.map(({ values }) => values.get('author')),
    ['甲', '乙'],
  );
});

test('prefers the permalink of the collection of posts to the permalink of the site', (context) => {
  const CONTENT_DIR = contentWith(context, 'permalink: pretty\ncollections: {posts: {permalink: "/news/:title/"}}\n');
  assert.equal(readSite({ CONTENT_DIR }).permalink, '/news/:title/');
});

test('names the key of an unknown placeholder in the permalink of the collection of posts', (context) => {
  const CONTENT_DIR = contentWith(context, 'collections: {posts: {permalink: "/:x/"}}\n');
  assert.throws(() => readSite({ CONTENT_DIR }), {
    name: 'SiteError',
    message: '_config.yml: collections.posts.permalink: found ":x", expected placeholders that Jekyll knows',
  });
});

test('takes the list of collections for one without a permalink', (context) => {
  const CONTENT_DIR = contentWith(context, 'permalink: pretty\ncollections: [handbook]\n');
  assert.equal(readSite({ CONTENT_DIR }).permalink, 'pretty');
});

test('reads the endings of Markdown files', (context) => {
  const CONTENT_DIR = contentWith(context, 'markdown_ext: "md, .Text"\n');
  assert.deepEqual(readSite({ CONTENT_DIR }).markdownExtensions, ['md', 'text']);
});

for (const [config, isJekyll] of [
  ['title: 甲\npermalink: pretty\ndefaults: []\nexclude: []\n', false],
  ['baseurl: ""\n', true],
  ['theme: minima\n', true],
] as const) {
  test(`takes a folder with ${JSON.stringify(config)} ${isJekyll ? 'for a Jekyll site' : 'for a plain archive'}`, (context) => {
    const CONTENT_DIR = contentWith(context, config);
    assert.equal(readSite({ CONTENT_DIR }).jekyll !== undefined, isJekyll);
  });
}

for (const [baseurl, basePath] of [
  ['""', ''],
  ['/', ''],
  ['blog', '/blog'],
  ['/a/b/', '/a/b'],
  ['/报', '/%E6%8A%A5'],
  ['/%E6%8A%A5', '/%E6%8A%A5'],
] as const) {
  test(`reads baseurl: ${baseurl}`, (context) => {
    const CONTENT_DIR = contentWith(context, `baseurl: ${baseurl}\n`);
    assert.equal(readSite({ CONTENT_DIR }).basePath, basePath);
  });
}

for (const [what, config, expected] of [
  ['a title for each language', 'title: {en: A, zh: 甲}\n', { title: 'A' }],
  ['an author without a name', 'author: {github: lin}\n', { author: 'lin' }],
  ['several authors', 'author: [甲, 乙]\n', { author: '甲' }],
  ['a language as POSIX writes it', 'lang: en_US\n', { lang: 'en-US' }],
  ['a language that is none', 'lang: "?"\n', { lang: 'zh-CN' }],
  ['a zone that Ruby takes for UTC', 'timezone: Asia/Beijing\n', { timezone: 'UTC' }],
  ['an address with a folder', 'url: https://a.example/blog/\n', { url: 'https://a.example' }],
  ['an address without a scheme', 'url: a.example\n', { url: 'https://a.example' }],
  ['an address that is none', 'url: "http://{{ host }}"\n', { url: 'http://localhost:3000' }],
  ['a baseurl that is a whole address', 'baseurl: https://a.example/x\n', { basePath: '' }],
  ['a switch in quotation marks', 'future: "yes"\n', { future: true }],
  ['a text in place of a list', 'exclude: vendor\n', { exclude: ['vendor'] }],
  ['aliases that are no hosts', 'aliases: {a: b.example}\n', { aliases: [] }],
  ['defaults without values', 'defaults: [{scope: {path: ""}}]\n', { defaults: [] }],
] as const) {
  test(`mends ${what} of a Jekyll site`, (context) => {
    const CONTENT_DIR = contentWith(context, `markdown: kramdown\n${config}`);
    assert.partialDeepStrictEqual(readSite({ CONTENT_DIR }), expected);
  });
}

test('refuses a baseurl that is no path', (context) => {
  const CONTENT_DIR = contentWith(context, 'baseurl: /%zz\n');
  assert.throws(
    () => readSite({ CONTENT_DIR }),
    /^SiteError: _config\.yml: baseurl: found .*, expected a path such as \/blog/,
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
  ['', { TRUSTED_PROXIES: 'yes' }, /^TRUSTED_PROXIES: found "yes", expected a whole number from 0 to 10/],
  ['', { TRUSTED_PROXIES: '11' }, /^TRUSTED_PROXIES/],
  ['', { DATABASE_URL: 'postgres://u:secret@a,:x/n' }, /^DATABASE_URL: expected an address such as (?!.*secret)/],
  ['', { DATABASE_URL: 'postgres://u:50%ff@a/n' }, /^DATABASE_URL: found a % that begins no code .*%25(?!.*50)/],
  ['', { DATABASE_URL: 'postgres://u:p%@a/n' }, /^DATABASE_URL: found a %/],
  [
    '',
    { DATABASE_URL: 'postgres://a/n', DATABASE_REPLICA_URLS: 'postgres://u:%zz@b/n' },
    /^DATABASE_REPLICA_URLS: found a %/,
  ],
  ['', { DATABASE_URL: 'postgres://a/n', DATABASE_REPLICA_URLS: 'b' }, /^DATABASE_REPLICA_URLS: expected addresses/],
  ['', { DATABASE_REPLICA_URLS: 'postgres://b/n' }, /^DATABASE_REPLICA_URLS: needs DATABASE_URL/],
  ['', { MAX_LAG_SECONDS: '0' }, /^MAX_LAG_SECONDS: found "0", expected a whole number from 1 to 3600/],
  ['', { CLIENT_HEADER: 'a: b' }, /^CLIENT_HEADER: found "a: b", expected the name of a header/],
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
