import assert from 'node:assert/strict';
import test from 'node:test';
import { PortalFolder, postText } from '../support/portal-folder.ts';

const PATH = '_posts/2022-03-01-a.md';
const URL = '/2022/03/01/a.html';

test('counts a change that a post announces from its time on, without a change of its file', async (context) => {
  const announced = '2027-01-01 00:00:00 +0000';
  const folder = new PortalFolder(context, { [PATH]: postText({ title: '甲', last_modified_at: announced }) });
  const before = await folder.update({ now: () => new Date('2026-12-31T23:59:59Z') });
  const early = await folder.archive.getArticle(URL);
  const after = await folder.update({ now: () => new Date((before.nextDueAt ?? 0) * 1000) });
  const late = await folder.archive.getArticle(URL);
  assert.deepEqual(
    [before.problems.length, early?.modifiedAt, after.problems.length, late?.modifiedAt, after.nextDueAt],
    [1, early?.publishedAt, 0, Date.parse('2027-01-01T00:00:00Z') / 1000, undefined],
  );
});

test('reads posts again where a default of the settings changed', async (context) => {
  const config = (name: string): string => `defaults:\n  - values: {author: {name: ${name}}}\n`;
  const folder = new PortalFolder(context, { [PATH]: postText({ title: '甲' }), '_config.yml': config('甲') });
  await folder.update();
  folder.write('_config.yml', config('乙'));
  await folder.update();
  assert.equal((await folder.archive.getArticle(URL))?.author, '乙');
});
