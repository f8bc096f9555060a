/** The hook of docs/editors.md, run by git as an editor would set it up. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { ContentFolder } from '../../support/content/content-folder.ts';
import { postText } from '../../support/portal-folder.ts';

const HOOK = /```sh\n(#!\/bin\/sh\n[\s\S]*?)```/.exec(readFileSync('docs/editors.md', 'utf8'))?.[1] ?? '';

/** Commits files into a new repository with the hook. */
function commit(context: TestContext, files: Record<string, string>): { status: number | null; output: string } {
  const { contentDir } = new ContentFolder(context, files);
  const git = (...args: string[]) =>
    spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: contentDir,
      encoding: 'utf8',
    });
  git('init', '--quiet');
  mkdirSync(join(contentDir, '.git/hooks'), { recursive: true });
  const hook = HOOK.replace('FINEWS=/srv/finews', `FINEWS='${process.cwd()}'`);
  writeFileSync(join(contentDir, '.git/hooks/pre-commit'), hook, { mode: 0o755 });
  git('add', '--all');
  const { status, stdout, stderr } = git('commit', '--quiet', '--message', 'a');
  return { status, output: stdout + stderr };
}

test('lets a commit of good posts through', (context) => {
  const { status, output } = commit(context, { '_posts/2022-03-01-甲 乙.md': postText({ title: '甲' }) });
  assert.equal(status, 0, output);
});

test('refuses a commit of a post with an error, and names the line', (context) => {
  const { status, output } = commit(context, { '_posts/2022-03-01-a.md': postText({ title: '甲', date: '昨天' }) });
  assert.equal(status, 1);
  assert.match(output, /^_posts\/2022-03-01-a\.md:3:1: error: date/m);
});

test('lets a commit without posts through', (context) => {
  assert.equal(commit(context, { 'notes.txt': '甲' }).status, 0);
});
