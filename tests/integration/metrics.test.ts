/** The figures of a portal that serves, as Prometheus reads them (text format 0.0.4). */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { PushQueue } from '../../lib/push/index.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { postText } from '../support/portal-folder.ts';
import { parseExposition, type Sample } from '../support/readers/prometheus.ts';
import { until } from '../support/wait.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-metrics-'));
const dataDir = join(contentDir, '.data');
let portal: Portal;
let address: string;

before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  for (const name of ['a', 'b']) {
    writeFileSync(join(contentDir, '_posts', `2022-03-01-${name}.md`), postText({ title: name, categories: 'ribao' }));
  }
  writeFileSync(join(contentDir, '_posts', '2022-03-01-bad.md'), '---\ntitle: "x\n---\n');
  const queue = new PushQueue(dataDir);
  queue.prepare([{ target: 'the hub "x"\\y', item: '/feed.xml', isGone: false }], 1);
  queue.confirm(1);
  queue.close();
  portal = await startPortal(contentDir, { DATA_DIR: dataDir, METRICS_PORT: '0' });
  await until('the address of the figures', () => portal.output().includes('/metrics'));
  address = /http:\/\/127\.0\.0\.1:\d+\/metrics/.exec(portal.output())?.[0] ?? '';
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

async function read(): Promise<Sample[]> {
  return parseExposition(await (await fetch(address)).text());
}

/** The value of the one sample of this name and these labels; 0 where there is none. */
async function figureOf(name: string, labels: Record<string, string> = {}): Promise<number> {
  const found = (await read()).filter(
    (sample) => sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  );
  assert.ok(found.length <= 1, `${found.length} samples`);
  return found[0]?.value ?? 0;
}

test('sends the text format of Prometheus', async () => {
  assert.equal((await fetch(address)).headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
});

test('is well formed: types, labels, histograms that add up', async () => {
  await fetch(`${portal.url}/`);
  assert.ok((await read()).length > 0);
});

for (const [path, kind, status] of [
  ['/', 'home', '200'],
  ['/ribao/2022/03/01/a.html', 'article', '200'],
  ['/zh-hant/ribao/2022/03/01/a.html', 'article', '200'],
  ['/nowhere', 'article', '404'],
  ['/category/ribao.html', 'listing', '200'],
  ['/search?q=a', 'search', '200'],
  ['/feed/ribao.json', 'feed', '200'],
  ['/news-sitemap.xml', 'sitemap', '200'],
  ['/api/openapi.json', 'api', '200'],
  ['/icon.svg', 'file', '200'],
  ['/readyz', 'health', '200'],
] as const) {
  test(`counts the answer to ${path} as ${kind} with ${status}`, async () => {
    const labels = { kind, status };
    const before = await figureOf('finews_answer_seconds_count', labels);
    await fetch(portal.url + path);
    // The count follows the answer.
    await until('the count', async () => (await figureOf('finews_answer_seconds_count', labels)) === before + 1);
  });
}

test('tells answers that were kept from those that were made', async () => {
  const count = (source: string) => figureOf('finews_answers_total', { source });
  await fetch(`${portal.url}/archive`);
  await until('the count', async () => (await count('made')) > 0);
  const [kept, made] = [await count('kept'), await count('made')];
  await fetch(`${portal.url}/archive`);
  await until('the count', async () => (await count('kept')) === kept + 1);
  assert.equal(await count('made'), made);
});

for (const [name, labels, value] of [
  ['finews_articles', {}, 2],
  ['finews_content_problems', { severity: 'error' }, 1],
  ['finews_content_problems', { severity: 'warning' }, 0],
  ['finews_workers', { state: 'ready' }, 1],
  ['finews_pushes_waiting', { target: 'the hub "x"\\y' }, 1],
] as const) {
  test(`${name} ${JSON.stringify(labels)} is ${value}`, async () => {
    assert.equal(await figureOf(name, labels), value);
  });
}

test('has no address in a label, whatever is asked for', async () => {
  await fetch(`${portal.url}/secret-address-${'x'.repeat(20)}.html`);
  await fetch(`${portal.url}/search?q=secret-address`);
  const text = await (await fetch(address)).text();
  assert.equal(text.includes('secret-address'), false);
});

test('takes down the time from a file to readers, and the state of the index', async () => {
  const state = await figureOf('finews_index_state');
  writeFileSync(join(contentDir, '_posts', '2022-03-02-c.md'), postText({ title: 'c', categories: 'ribao' }));
  await until('the publication', async () => (await figureOf('finews_publication_seconds_count')) === 1);
  assert.equal(await figureOf('finews_index_state'), state + 1);
});

for (const path of ['/', '/metrics/x', '/metrics?a']) {
  test(`has nothing at ${path}`, async () => {
    assert.equal((await fetch(new URL(path, address))).status, 404);
  });
}
