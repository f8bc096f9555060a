import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { randomFrom } from '../../support/random.ts';

const SOURCES = 2_000;
const YEARS = 12;
/** Days in which each source has had an article: those of the weeks beside its name. */
const LAST_DAYS = 84;
const NEWEST_DAY = Date.UTC(2022, 11, 31);
const DAY_MILLISECONDS = 86_400_000;
/** Bytes of pages of an archive with so many sources, whose names have nothing in common, and so many years, compressed by gzip. */
const BUDGETS = { '/mix': 48 * 1024, '/categories': 64 * 1024, '/archive': 32 * 1024, '/archive/2022': 10 * 1024 };

const contentDir = mkdtempSync(join(tmpdir(), 'finews-source-weight-'));
let portal: Portal;
before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  const random = randomFrom(2026);
  const draw = (length: number, first: number, count: number): string =>
    Array.from({ length }, () => String.fromCharCode(first + Math.floor(random() * count))).join('');
  const sources = Array.from({ length: SOURCES }, () => ({
    categories: draw(12, 97, 26),
    tags: draw(4, 0x4e00, 3_000),
  }));
  const write = (source: number, age: number): void => {
    const day = new Date(NEWEST_DAY - age * DAY_MILLISECONDS).toISOString().slice(0, 10);
    writeFileSync(join(contentDir, '_posts', `${day}-${source}.md`), postText({ title: '题', ...sources[source] }));
  };
  for (let source = 0; source < SOURCES; source++) write(source, Math.floor(random() ** 2 * LAST_DAYS));
  for (let age = LAST_DAYS; age < YEARS * 365; age++) write(Math.floor(random() * SOURCES), age);
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const read = async (path: string): Promise<string> => (await fetch(portal.url + path)).text();

for (const [path, sign, count] of [
  ['/mix', 'type="checkbox"', SOURCES],
  ['/categories', 'role="img"', SOURCES],
  ['/archive', '<caption', YEARS],
] as const) {
  test(`has all ${count} parts of ${path}`, async () => {
    assert.equal((await read(path)).split(sign).length - 1, count);
  });
}

for (const [path, budget] of Object.entries(BUDGETS)) {
  test(`sends ${path} of ${SOURCES} sources and ${YEARS} years in less than ${budget / 1024} KB`, async (context) => {
    const size = gzipSync(await read(path)).length;
    context.diagnostic(`${path}: ${size} bytes`);
    assert(size < budget, `${size} bytes`);
  });
}
