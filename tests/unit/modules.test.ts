import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import test from 'node:test';

const sources = globSync('{app,components,client,lib,bin}/**/*.{ts,tsx,mjs}').filter((file) => !file.endsWith('.d.ts'));

/** Which module a file belongs to: `app`, `components`, `bin`, `lib/content`, or a file straight in `lib`. */
const moduleOf = (file: string): string =>
  file.startsWith('lib/') ? (file.match(/^lib\/[^/]+/)?.[0] ?? file) : (file.split('/')[0] ?? file);

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(([, target = '']) =>
    normalize(join(dirname(file), target)),
  );
}

/** Modules that a module may use. */
const ALLOWED: Record<string, readonly string[]> = {
  'lib/content': ['lib/addresses.ts'],
  'lib/search': [],
  'lib/archive': ['lib/content', 'lib/search', 'lib/addresses.ts', 'lib/site.ts'],
  'lib/feeds': ['lib/content', 'lib/archive', 'lib/hant', 'lib/addresses.ts', 'lib/conditional.ts'],
  'lib/front': ['lib/archive', 'lib/hant', 'lib/addresses.ts', 'lib/conditional.ts'],
  'lib/hant': [],
  'lib/site.ts': ['lib/content'],
  'lib/addresses.ts': [],
  'lib/conditional.ts': [],
  components: ['lib/content', 'lib/archive', 'lib/search', 'lib/hant', 'lib/addresses.ts'],
  app: [
    'components',
    'lib/content',
    'lib/archive',
    'lib/search',
    'lib/feeds',
    'lib/front',
    'lib/hant',
    'lib/addresses.ts',
  ],
  client: [],
  bin: ['lib/archive', 'lib/front', 'lib/site.ts', 'lib/content'],
};

/** Files by which a module is entered; the front's are what Next does too where it stands alone, and addresses need no dictionary. */
const DOORS =
  /\/(?:index|indexer)\.ts$|^lib\/[^/]+\.ts$|^components\/|^lib\/front\/(?:csp|headers|lean-html)\.ts$|^lib\/hant\/addresses\.ts$/;

test('every module uses only those below it', () => {
  const wrong = sources.flatMap((file) =>
    importsOf(file)
      .filter((target) => moduleOf(target) !== moduleOf(file) && /^(?:app|components|client|lib|bin)\//.test(target))
      .filter((target) => !ALLOWED[moduleOf(file)]?.includes(moduleOf(target)))
      .map((target) => `${file} → ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('nothing of the application runs in a browser but the page that Next shows where its server fails', () => {
  const wrong = sources.filter((file) => /^'use client'/m.test(readFileSync(file, 'utf8')));
  assert.deepEqual(wrong, ['app/global-error.tsx']);
});

test('every module is entered by its door', () => {
  const wrong = sources.flatMap((file) =>
    importsOf(file)
      .filter((target) => moduleOf(target) !== moduleOf(file) && target.startsWith('lib/'))
      .filter((target) => !DOORS.test(target))
      .map((target) => `${file} → ${target}`),
  );
  assert.deepEqual(wrong, []);
});
