import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { STORY_QUERIES } from '../../support/dump.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';
import { isPostgres } from '../../support/servers/test-database.ts';

const POSTS = 12;
const CATEGORIES = ['ribao', 'wanbao', 'shangbao', 'zaobao'];
/** None, one that a category is called after, and another one. */
const MEDIA = ['', '（文章来源：晚报）', '（文章来源：央视新闻）'];
const DAYS = ['2022-03-01', '2022-03-02', '2022-03-04', '2022-03-07'];
/** Two windows of one text that begin so many characters apart are copies of each other; those of twice as many are not. */
const STEP = 50;
const LENGTH = 240;
const TEXTS = 6;

/** A window of a long text: each is a copy of the one before and of the one behind, which an article may bring together. */
const textOf = (n: number): string =>
  Array.from({ length: LENGTH }, (_, i) => String.fromCharCode(0x4e00 + STEP * n + i)).join('');

/** Posts 0 to 5 are wire posts and media posts of three codes. */
const pathOf = (post: number): string =>
  post < 6
    ? `_posts/2022-03-01-${post % 2 === 0 ? '' : 'NW'}20220301000000000${post >> 1}.md`
    : `_posts/2022-03-01-p${post}.md`;

const change = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      post: fc.nat(POSTS - 1),
      text: fc.nat(TEXTS - 1),
      category: fc.nat(CATEGORIES.length - 1),
      medium: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(MEDIA.length - 1) }),
      day: fc.nat(DAYS.length - 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ removed: fc.nat(POSTS - 1) }) },
);
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

/** What the folder holds after changes, by the path of each file. */
function apply(files: Map<string, string>, next: Change): void {
  if ('removed' in next) files.delete(pathOf(next.removed));
  else {
    const fields = { title: '标题', categories: CATEGORIES[next.category] ?? '', date: `${DAYS[next.day]} 08:00:00` };
    files.set(pathOf(next.post), postText(fields, `${textOf(next.text)}\n\n${MEDIA[next.medium]}`));
  }
}

async function dumpStories(folder: PortalFolder): Promise<Record<string, unknown>[][]> {
  const dump: Record<string, unknown>[][] = [];
  for (const query of STORY_QUERIES) dump.push((await folder.query(query)).map((row) => ({ ...row })));
  return dump;
}

test('has the same stories after any changes in any order as an archive that is made from nothing', async (context) => {
  let stories = 0;
  const updates = fc.array(fc.array(change, { minLength: 1, maxLength: 6 }), { minLength: 2, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(updates, async (all) => {
      const files = new Map<string, string>();
      const grown = new PortalFolder(context);
      for (const changes of all) {
        for (const next of changes) apply(files, next);
        for (let post = 0; post < POSTS; post++) {
          const text = files.get(pathOf(post));
          if (text === undefined) grown.removeIfThere(pathOf(post));
          else grown.write(pathOf(post), text);
        }
        // Something is always there: an empty folder is taken for a missing one.
        grown.write('_posts/2020-01-01-always.md', postText({ title: '总在' }));
        await grown.update();
      }
      const made = new PortalFolder(context, Object.fromEntries(files));
      made.write('_posts/2020-01-01-always.md', postText({ title: '总在' }));
      await made.update();
      const expected = await dumpStories(made);
      stories += expected[0]?.length ?? 0;
      assert.deepEqual(await dumpStories(grown), expected);
      grown.archive.close();
      made.archive.close();
    }),
    { numRuns: isPostgres ? 15 : 80 },
  );
  // The property says nothing where there are no stories.
  assert.ok(stories > 10, `${stories} stories`);
});
