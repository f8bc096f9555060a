import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { PortalFolder } from '../../support/portal-folder.ts';

/** What the home page is made of, beside the clock, where the sample content was indexed at a time. */
async function readHomePage(context: TestContext, now: string) {
  const folder = new PortalFolder(context, {}, 'content');
  const { archive } = folder;
  const report = await folder.update({ now: () => new Date(now) });
  const latest = await archive.listArticles({ kind: 'latest' }, 1);
  const categories = await archive.listActiveCategories(12, 5);
  const stories = await archive.listLeadingStories(10, 5);
  return { problems: report.problems, titles: latest?.articles.map(({ title }) => title), categories, stories };
}

test('the sample content leads with a story of three sources, with a picture, before two of two sources', async (context) => {
  const { stories } = await readHomePage(context, '2026-11-25T00:00:00Z');
  assert.deepEqual(
    stories.map(({ sourceCount, lead }) => [sourceCount, lead.lead?.href]),
    [
      [3, '/samples/wind-farm.jpg'],
      [2, undefined],
      [2, undefined],
    ],
  );
});

for (const now of ['2027-11-25T00:00:00Z', '2031-11-25T00:00:00Z']) {
  test(`the sample content makes the same home page at ${now} as in its own days`, async (context) => {
    const expected = await readHomePage(context, '2026-11-25T00:00:00Z');
    const found = await readHomePage(context, now);
    assert.deepEqual(found, expected);
  });
}
