import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';

/** The longest path of Han characters whose address fits into a QR code here, and a longer one. */
const FITTING = `/${'长'.repeat(255)}`;
const TOO_LONG = `/${'长'.repeat(258)}`;

const contentDir = mkdtempSync(join(tmpdir(), 'finews-api-'));
let portal: Portal;
/** biome-ignore lint/suspicious/noExplicitAny: a document whose shape the tests are about */
let description: any;

before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(join(contentDir, '_config.yml'), 'title: 试报 & 友\nurl: https://news.example\n');
  for (let i = 1; i <= 30; i++) {
    const fields = { title: `"外汇储备 第${i}条"`, date: `2022-04-${i} 08:00:00 +0800`, tags: '泰州日报新闻' };
    writeFileSync(
      join(contentDir, '_posts', `2022-04-${String(i).padStart(2, '0')}-x.md`),
      postText(i % 3 ? { ...fields, categories: 'taizhouribao' } : fields, '<p>人民币汇率稳定。</p>'),
    );
  }
  for (const [i, permalink] of [FITTING, TOO_LONG].entries()) {
    writeFileSync(join(contentDir, '_posts', `2022-03-0${i + 1}-x.md`), postText({ title: '长', permalink }));
  }
  portal = await startPortal(contentDir);
  description = await (await fetch(`${portal.url}/api/openapi.json`)).json();
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const ask = async (path: string): Promise<{ status: number; type: string | null; body: Record<string, unknown> }> => {
  const answer = await fetch(portal.url + path);
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.json() };
};

/** What the description says of an answer. */
function isDescribed(path: string, status: number, body: unknown): string {
  const schema = description.paths[path].get.responses[status].content['application/json'].schema;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile({ ...schema, components: description.components });
  return validate(body) ? 'as described' : ajv.errorsText(validate.errors);
}

test('describes its interface in valid OpenAPI', async () => {
  const { valid, errors } = await new Validator().validate(description);
  assert.deepEqual([valid, errors], [true, undefined]);
});

for (const [path, status, reason] of [
  ['/api/search?q=外汇', 200],
  ['/api/search?q=没有', 200],
  ['/api/search?q=外汇&limit=5&limit=0', 200],
  [
    '/api/search?q=外汇&limit=100&sort=date&category=taizhouribao&after=2022-04-02&before=2022-05&tag=泰州日报新闻',
    200,
  ],
  ['/api/suggest?q=tzrb', 200],
  ['/api/suggest?q=', 200],
  ['/api/suggest', 200],
  ['/api/search', 400, 'empty'],
  ['/api/search?q=+', 400, 'empty'],
  ['/api/search?q=a&limit=0', 400, 'limit'],
  ['/api/search?q=a&limit=0&limit=5', 400, 'limit'],
  ['/api/search?q=a&limit=101', 400, 'limit'],
  ['/api/search?q=a&limit=x', 400, 'limit'],
  ['/api/search?q=a&sort=size', 400, 'sort'],
  ['/api/search?q=a&cursor=x', 400, 'cursor'],
  ['/api/search?q=a&after=yesterday', 400, 'no-date'],
  [`/api/search?q=${'甲'.repeat(1_001)}`, 400, 'too-long'],
  [`/api/search?q=${Array.from({ length: 33 }, (_, i) => i).join('+')}`, 400, 'too-many-terms'],
  [`/api/suggest?q=${'甲'.repeat(1_001)}`, 400, 'too-long'],
] as const) {
  test(`answers ${path.slice(0, 60)} with ${reason ?? status}, as described`, async () => {
    const { status: answered, type, body } = await ask(encodeURI(path));
    assert.deepEqual(
      [
        answered,
        type,
        (body.error as { reason: string } | undefined)?.reason,
        isDescribed(path.split('?')[0] ?? '', answered, body),
      ],
      [status, 'application/json', reason, 'as described'],
    );
  });
}

test('gives an article with all that programs need', async () => {
  const { body } = await ask(`/api/search?q=${encodeURIComponent('储备 第1条')}`);
  assert.deepEqual(body, {
    total: 1,
    articles: [
      {
        url: 'https://news.example/taizhouribao/2022/04/01/x.html',
        title: '外汇储备 第1条',
        date: '2022-04-01T08:00:00+08:00',
        category: 'taizhouribao',
        tags: ['泰州日报新闻'],
        extract: '人民币汇率稳定。',
      },
    ],
    next: null,
  });
});

test('leads from answer to answer by its cursor', async () => {
  const seen: unknown[] = [];
  for (let cursor: unknown = ''; cursor !== null; ) {
    const { body } = await ask(`/api/search?q=储备&limit=7${cursor ? `&cursor=${cursor}` : ''}`);
    seen.push(...(body.articles as { url: string }[]).map(({ url }) => url));
    cursor = body.next;
  }
  assert.deepEqual([seen.length, new Set(seen).size], [30, 30]);
});

test('may be read by programs of other origins', async () => {
  assert.equal((await fetch(`${portal.url}/api/suggest?q=a`)).headers.get('access-control-allow-origin'), '*');
});

test('lets browsers add the search', async () => {
  const answer = await fetch(`${portal.url}/opensearch.xml`);
  const text = await answer.text();
  const { OpenSearchDescription: search } = new XMLParser({ ignoreAttributes: false }).parse(text);
  assert.deepEqual(
    [XMLValidator.validate(text), answer.headers.get('content-type'), search.ShortName, search.Url[0]['@_template']],
    [
      true,
      'application/opensearchdescription+xml; charset=utf-8',
      '试报 & 友',
      'https://news.example/search?q={searchTerms}',
    ],
  );
});

test('names the search to browsers on every page', async () => {
  const page = await (await fetch(portal.url)).text();
  assert.match(page, /<link rel="search" type="application\/opensearchdescription\+xml" href="\/opensearch.xml"/);
});

for (const query of [
  '甲'.repeat(10_000),
  '词 '.repeat(1_000),
  '- "" -"" : category: "',
  '\u0000\u0001\u007f',
  '\ufffd\ufffe',
  'before:x after:y',
]) {
  test(`answers a search for ${JSON.stringify(query.slice(0, 20))} (${query.length}) with a page`, async () => {
    const answer = await fetch(`${portal.url}/search?q=${encodeURIComponent(query)}`);
    assert.deepEqual([answer.status, (await answer.text()).includes('action="/search"')], [200, true]);
  });
}

test('answers a search for a lone surrogate with a page', async () => {
  assert.equal((await fetch(`${portal.url}/search?q=%ED%A0%80`)).status, 200);
});

const askForCode = (path: string): Promise<Response> => fetch(`${portal.url}/api/qr?path=${encodeURIComponent(path)}`);

test('makes a QR code for articles alone', async () => {
  const answers = await Promise.all([FITTING, '/nowhere', '//evil.example/', ''].map(askForCode));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 404, 404, 404],
  );
});

test('makes no QR code for an address that is too long for one', async () => {
  assert.equal((await askForCode(TOO_LONG)).status, 404);
});

for (const [path, isShown] of [
  [FITTING, true],
  [TOO_LONG, false],
] as const) {
  test(`shows ${isShown ? 'the QR code' : 'no QR code'} of an address of ${path.length - 1} characters`, async () => {
    const page = await (await fetch(portal.url + encodeURI(path))).text();
    assert.deepEqual([page.includes('copy-link'), page.includes('src="/api/qr?')], [true, isShown]);
  });
}
