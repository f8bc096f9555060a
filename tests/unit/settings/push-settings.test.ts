import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { readSite, SiteError } from '../../../lib/site.ts';

function readPush(context: TestContext, push: string, environment: Record<string, string> = {}) {
  const CONTENT_DIR = mkdtempSync(join(tmpdir(), 'finews-push-settings-'));
  context.after(() => rmSync(CONTENT_DIR, { recursive: true }));
  writeFileSync(join(CONTENT_DIR, '_config.yml'), `url: https://news.example\npush: ${push}\n`);
  return readSite({ CONTENT_DIR, ...environment }).push;
}

for (const [push, settings] of [
  ['', undefined],
  ['{}', undefined],
  ['{hubs: []}', undefined],
  ['{baidu: false}', undefined],
  [
    '{indexnow: 0123456789}',
    { indexNow: { key: '0123456789', endpoint: 'https://api.indexnow.org/indexnow' }, hubs: [] },
  ],
  [
    '{indexnow: {key: abcdefgh, endpoint: "https://www.bing.com/indexnow"}}',
    { indexNow: { key: 'abcdefgh', endpoint: 'https://www.bing.com/indexnow' }, hubs: [] },
  ],
  ['{baidu: true}', { baidu: { site: 'https://news.example', endpoint: 'http://data.zz.baidu.com/urls' }, hubs: [] }],
  ['{baidu: news.example}', { baidu: { site: 'news.example', endpoint: 'http://data.zz.baidu.com/urls' }, hubs: [] }],
  ['{hubs: ["https://a.example", "https://a.example/"]}', { hubs: ['https://a.example/'] }],
] as const) {
  test(`reads push: ${push}`, (context) => {
    assert.deepEqual(readPush(context, push), settings);
  });
}

test('takes Baidu’s token from the environment', (context) => {
  assert.equal(readPush(context, '{baidu: true}', { BAIDU_PUSH_TOKEN: 'x' })?.baidu?.token, 'x');
});

for (const [push, message] of [
  ['[a]', /push: found ".*", expected a mapping with indexnow, baidu or hubs/],
  ['{index-now: a}', /push: found "“?index-now/],
  ['{indexnow: short}', /push\.indexnow: found "“?short”?", expected a key of 8 to 128/],
  ['{indexnow: {key: abcdefgh, endpoint: ftp://a}}', /push\.indexnow\.endpoint: found/],
  ['{baidu: "a b"}', /push\.baidu: found/],
  ['{hubs: https://a.example/}', /push\.hubs: found/],
  ['{hubs: [a]}', /push\.hubs: found/],
] as const) {
  test(`names what is wrong with push: ${push}`, (context) => {
    assert.throws(
      () => readPush(context, push),
      (error: Error) => error instanceof SiteError && message.test(error.message),
    );
  });
}
