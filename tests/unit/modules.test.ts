/** The shape of the project: ARCHITECTURE.md says who may use whom, and this holds it against the sources. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import test from 'node:test';
import { moduleOf, readModuleMap } from '../support/project/module-map.ts';
import { listFunctions, listReferences, listSources, parseSource } from '../support/project/sources.ts';

const LONGEST_FILE = 300;
const LONGEST_FUNCTION = 60;
const MOST_FILES = 12;
/**
 * Folders whose files are a list by their nature. Sample posts (content/), files for browsers (public/) and what tools expect in
 * the project's own folder are not looked at either.
 */
const LISTS = ['docs/decisions'];

const map = readModuleMap();
const application = listSources('{app,components,client,lib,bin}').map(parseSource);
const everything = listSources('{app,components,client,deploy,lib,bin,tests}').concat(globSync('*.{ts,mjs}'));
/** Uses of one module by another. */
const uses = application.flatMap(listReferences).flatMap(({ file, target, isTypeOnly }) => {
  const [user, used] = [moduleOf(map, file), moduleOf(map, target)];
  return user && used && user !== used ? [{ file, target, isTypeOnly, user, used }] : [];
});

test('the map of ARCHITECTURE.md has a row for every source, and no row or door that is not there', () => {
  const missing = application.map(({ fileName }) => fileName).filter((file) => !moduleOf(map, file));
  const rows = map.flatMap(({ path, doors }) => [path, ...doors.map((door) => path + door)]);
  const gone = rows.filter((path) => !existsSync(path));
  assert.deepEqual({ missing, gone }, { missing: [], gone: [] });
});

test('every module uses only what the map of ARCHITECTURE.md says', () => {
  const wrong = uses
    .filter(({ user, used, isTypeOnly }) => {
      const allowed = isTypeOnly ? [...user.uses, ...user.usesTypesOf] : user.uses;
      return !allowed.includes(used.path);
    })
    .map(({ file, target, isTypeOnly }) => `${file} → ${target}${isTypeOnly ? ' (types)' : ''}`);
  assert.deepEqual(wrong, []);
});

test('the map of ARCHITECTURE.md allows nothing that no source needs', () => {
  const unused = map
    .filter(({ path }) => application.some(({ fileName }) => fileName.startsWith(path)))
    .flatMap((user) =>
      [...user.uses, ...user.usesTypesOf]
        .filter((path) => !uses.some((use) => use.user === user && use.used.path === path))
        .map((path) => `${user.path} → ${path}`),
    );
  assert.deepEqual(unused, []);
});

test('every module is entered by the doors that the map of ARCHITECTURE.md names', () => {
  const wrong = uses
    // A folder within the module is behind its doors already.
    .filter(({ file, used }) => used.doors.length > 0 && !file.startsWith(used.path))
    .filter(({ used, target }) => !used.doors.some((door) => target === used.path + door))
    .map(({ file, target }) => `${file} → ${target}`);
  assert.deepEqual(wrong, []);
});

test('nothing of the application runs in a browser but the page that Next shows where its server fails', () => {
  const wrong = application.filter(({ text }) => /^'use client'/m.test(text)).map(({ fileName }) => fileName);
  assert.deepEqual(wrong, ['app/global-error.tsx']);
});

test(`no file has more than ${LONGEST_FILE} lines`, () => {
  const long = [...everything, ...globSync('app/**/*.css')]
    .map((file) => ({ file, lineCount: readFileSync(file, 'utf8').split('\n').length - 1 }))
    .filter(({ lineCount }) => lineCount > LONGEST_FILE);
  assert.deepEqual(long, []);
});

test(`no function has more than ${LONGEST_FUNCTION} lines`, () => {
  const long = everything
    .flatMap((file) => listFunctions(parseSource(file)))
    .filter(({ lineCount }) => lineCount > LONGEST_FUNCTION);
  assert.deepEqual(long, []);
});

test(`no folder has more than ${MOST_FILES} files side by side`, () => {
  const files = globSync('{app,bin,client,components,deploy,docs,lib,tests}/**/*').filter((path) =>
    statSync(path).isFile(),
  );
  const crowded = Object.entries(Object.groupBy(files, (file) => dirname(file)))
    .map(([folder, list]) => ({ folder, count: list?.length ?? 0 }))
    .filter(({ folder, count }) => !LISTS.includes(folder) && count > MOST_FILES);
  assert.deepEqual(crowded, []);
});

/** Files of the project that documents name in code marks or as targets of links. */
function listNamedPaths(document: string): string[] {
  const text = readFileSync(document, 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  const inCode = Array.from(
    text.matchAll(/`((?:app|bin|client|components|deploy|docs|lib|tests)\/[\w./-]*)`/g),
    ([, path]) => path,
  );
  const linked = Array.from(
    text.matchAll(/\]\((?!https?:|#)([\w./-]+)\)/g),
    ([, path = '']) => `${dirname(document)}/${path}`,
  );
  return [...inCode, ...linked].filter((path) => path !== undefined);
}

test('documents name no file that is not there', () => {
  const wrong = globSync('{*.md,docs/**/*.md}').flatMap((document) =>
    listNamedPaths(document)
      .filter((path) => !existsSync(path))
      .map((path) => `${document}: ${path}`),
  );
  assert.deepEqual(wrong, []);
});
