/** What `finews check` prints, and its exit status. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import test, { type TestContext } from 'node:test';
import { type CommandResult, runFinews } from '../../support/command/run-finews.ts';
import { ContentFolder } from '../../support/content/content-folder.ts';
import { postText } from '../../support/portal-folder.ts';

const PATH = '_posts/2022-03-01-a.md';
const GOOD = postText({ title: '甲' });
const WARNED = postText({ title: '甲', date: '1989-01-01' });
const WRONG = postText({ title: '甲', date: '昨天' });

interface CheckRun extends CommandResult {
  folder: ContentFolder;
  /** The post, as it is seen from the working folder. */
  shown: string;
}

async function check(
  context: TestContext,
  text: string,
  args: string[] = [],
  environment: Record<string, string> = {},
): Promise<CheckRun> {
  const folder = new ContentFolder(context, { [PATH]: text });
  const { contentDir, dataDir } = folder;
  const named = args.map((arg) => (arg === PATH ? join(contentDir, PATH) : arg));
  const variables = { CONTENT_DIR: contentDir, DATA_DIR: dataDir, ...environment };
  const result = await runFinews(['check', ...named], variables);
  return { ...result, folder, shown: relative('.', join(contentDir, PATH)) };
}

for (const [what, text, args, code] of [
  ['nothing is wrong', GOOD, [], 0],
  ['there are warnings', WARNED, [], 0],
  ['there are warnings and they count', WARNED, ['--strict'], 1],
  ['nothing is wrong and warnings count', GOOD, ['--strict'], 0],
  ['there is an error', WRONG, [], 2],
  ['there is an error and warnings count', WRONG, ['--strict'], 2],
  ['the named file has an error', WRONG, [PATH], 2],
  ['the named file is not there', GOOD, ['nothing.md'], 2],
  ['two ways of printing are asked for', GOOD, ['--json', '--format', 'github'], 2],
] as const) {
  test(`ends with ${code} where ${what}`, async (context) => {
    assert.equal((await check(context, text, [...args])).code, code);
  });
}

test('ends with 2 where a setting is wrong', async (context) => {
  assert.equal((await check(context, GOOD, [], { SITE_URL: 'nowhere' })).code, 2);
});

test('prints a problem as file, line and column, as seen from the working folder', async (context) => {
  const { stdout, shown } = await check(context, WARNED);
  assert.equal(stdout, `${shown}:3:1: warning: date: 1989-01-01 is before 1990; is that meant?\n`);
});

test('prints in colour where colours are asked for', async (context) => {
  const { stdout } = await check(context, WARNED, [], { FORCE_COLOR: '1' });
  assert.ok(stdout.includes('\u001b[33mwarning:'), stdout);
});

test('prints without colour off a terminal', async (context) => {
  const { stdout } = await check(context, WARNED);
  assert.ok(!stdout.includes('\u001b'), stdout);
});

test('prints one JSON object and nothing else on standard output', async (context) => {
  const { stdout, shown } = await check(context, WARNED, ['--json']);
  const { seconds, ...report } = JSON.parse(stdout);
  const message = 'date: 1989-01-01 is before 1990; is that meant?';
  assert.deepEqual(
    [typeof seconds, report],
    [
      'number',
      {
        files: 1,
        errors: 0,
        warnings: 1,
        problems: [{ path: shown, line: 3, column: 1, severity: 'warning', message }],
      },
    ],
  );
});

test('prints annotations of GitHub, with what has a meaning there escaped', async (context) => {
  const { stdout, shown } = await check(context, postText({ title: '甲', date: '50%' }), ['--format', 'github']);
  assert.equal(
    stdout,
    `::error file=${shown},line=3,col=1::date: found “50%25”, expected a day and time that exist, as in 2022-02-22 10:01:04 +0800\n`,
  );
});

test('makes no index', async (context) => {
  const { folder } = await check(context, GOOD);
  assert.equal(existsSync(folder.dataDir), false);
});

test('says on standard error which named files are not checked', async (context) => {
  const { stderr } = await check(context, GOOD, ['README.md']);
  assert.match(stderr, /^finews: README\.md: the portal does not read this file; it is not checked$/m);
});
