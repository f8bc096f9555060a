/**
 * The log of `finews serve`: one line an event, for people or as JSON.
 *
 * @store SQLite: lines are the process's, whatever it reads
 */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';

/** What a portal with a good and a bad file prints from its start to its end. */
async function printed(context: TestContext, environment: Record<string, string>): Promise<string[]> {
  const contentDir = mkdtempSync(join(tmpdir(), 'finews-log-'));
  context.after(() => rmSync(contentDir, { recursive: true, force: true }));
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(join(contentDir, '_posts', '2022-03-01-a.md'), postText({ title: '甲' }));
  writeFileSync(join(contentDir, '_posts', '2022-03-01-b.md'), postText({ title: '乙', date: '昨天' }));
  const portal = await startPortal(contentDir, environment);
  await portal.stop();
  return portal.output().trimEnd().split('\n');
}

interface Entry {
  time: string;
  level: string;
  event: string;
  message: string;
  [field: string]: unknown;
}

test('prints an object a line with LOG_FORMAT=json, each with time, level, event and message', async (context) => {
  const entries = (await printed(context, { LOG_FORMAT: 'json' })).map((line) => JSON.parse(line) as Entry);
  const wrong = entries.filter(
    ({ time, level, event, message }) =>
      Number.isNaN(Date.parse(time)) ||
      !['info', 'warn', 'error'].includes(level) ||
      !/^[a-z]+(?:-[a-z]+)*$/.test(event) ||
      message === '',
  );
  assert.deepEqual(wrong, []);
});

test('tells of a start, a problem of the content, an update and an end as events with their fields', async (context) => {
  const entries = (await printed(context, { LOG_FORMAT: 'json' })).map((line) => JSON.parse(line) as Entry);
  const facts = entries.map(({ event, level, path, line, posts, errors }) => ({
    event,
    level,
    path,
    line,
    posts,
    errors,
  }));
  const none = { path: undefined, line: undefined, posts: undefined, errors: undefined };
  assert.deepEqual(
    facts.sort((a, b) => (a.event < b.event ? -1 : 1)),
    [
      { ...none, event: 'content-problem', level: 'error', path: '_posts/2022-03-01-b.md', line: 3 },
      { ...none, event: 'index-updated', level: 'info', posts: 1, errors: 1 },
      { ...none, event: 'serving', level: 'info' },
      { ...none, event: 'stopping', level: 'info' },
    ],
  );
});

for (const environment of [{}, { LOG_FORMAT: 'text' }]) {
  test(`prints lines for people with ${JSON.stringify(environment)}`, async (context) => {
    const lines = await printed(context, environment);
    const shapes = [
      /^_posts\/2022-03-01-b\.md:3:\d+: error: date: found “昨天”/,
      /^1 posts: 1 added, 0 changed, 0 removed, 0 unchanged in \d+\.\d s; 1 file needs mending \(listed above\)$/,
      /^finews: http:\/\/127\.0\.0\.1:\d+\/ shows 1 posts of /,
      /^finews: stopping$/,
    ];
    assert.deepEqual(
      shapes.map((shape) => lines.filter((line) => shape.test(line)).length),
      [1, 1, 1, 1],
    );
  });
}

test('stops the start for another format, and names it', async (context) => {
  await assert.rejects(printed(context, { LOG_FORMAT: 'xml' }), /LOG_FORMAT: found .*xml.*, expected text or json/);
});
