import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import test, { before, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { SearchOrder, SearchResults } from '../../lib/archive/index.ts';
import { foldText } from '../../lib/search/index.ts';
import { queryOf } from '../support/archive/query-of.ts';
import { PortalFolder, postText } from '../support/portal-folder.ts';
import { contextOfFile } from '../support/servers/context-of-file.ts';
import { SHARED, withoutShared } from '../support/shared.ts';

const find = (
  folder: PortalFolder,
  text: string,
  order: SearchOrder = 'relevance',
  limit = 1_000,
): Promise<SearchResults> => folder.archive.search(queryOf(text), { order, limit });

const titlesOf = ({ hits }: SearchResults): string[] => hits.map(({ title }) => title);

/** Folded title and text of every published article. */
async function readTexts(folder: PortalFolder): Promise<{ title: string; text: string }[]> {
  const rows = await folder.query('SELECT a.title, b.text FROM articles a JOIN bodies b ON b.id = a.id');
  return rows.map(({ title, text }) => ({ title: foldText(String(title)), text: foldText(String(text)) }));
}

const POSTS = {
  '_posts/2022-03-01-a.md': postText(
    { title: '央行公布外汇储备', date: '2022-03-01 08:00:00 +0800', categories: 'emnews', tags: '滚动新闻' },
    '<p>人民币汇率基本稳定。</p><p class="em_media">（文章来源：泰州日报）</p>\n\n<http://finance.source.example/a.html>',
  ),
  '_posts/2022-03-02-b.md': postText(
    { title: '外汇市场：人民币 汇率', date: '2022-03-02 08:00:00 +0800', categories: 'ribao', tags: '日报新闻' },
    '央行介绍储备情况。',
  ),
  '_posts/2023-03-03-c.md': postText(
    { title: '簡訊', date: '2023-03-03 08:00:00 +0800', categories: '[ribao, emnews]', tags: '日报新闻' },
    '汇率平稳，人民币走强，外汇储备增加。',
  ),
  '_posts/2023-03-04-d.md': postText(
    { title: '人民币走强', date: '2023-03-04 08:00:00 +0800', categories: 'ribao', tags: '日报新闻' },
    '美元走弱，汇率见底。',
  ),
};

async function makeFolder(context: TestContext): Promise<PortalFolder> {
  const folder = new PortalFolder(context, POSTS);
  await folder.update();
  return folder;
}

/** The same for all tests that change nothing. */
const context = contextOfFile();
let folder: PortalFolder;
before(async () => {
  folder = await makeFolder(context);
});

for (const [query, titles] of [
  ['人民币汇率', ['央行公布外汇储备']],
  ['人民币 汇率', ['外汇市场：人民币 汇率', '央行公布外汇储备', '人民币走强', '簡訊']],
  ['人民幣 匯率', ['外汇市场：人民币 汇率', '央行公布外汇储备', '人民币走强', '簡訊']],
  ['"人民币 汇率"', ['外汇市场：人民币 汇率']],
  ['外汇', ['外汇市场：人民币 汇率', '央行公布外汇储备', '簡訊']],
  ['简讯', ['簡訊']],
  ['汇率 -储备', ['人民币走强']],
  ['汇率 category:emnews', ['簡訊', '央行公布外汇储备']],
  ['category:EMNEWS', ['簡訊', '央行公布外汇储备']],
  ['category:日报新闻 before:2023', ['外汇市场：人民币 汇率', '央行公布外汇储备']],
  ['category:emnews category:ribao after:2023', ['人民币走强', '簡訊']],
  ['tag:日报新闻 before:2023-03-03', ['外汇市场：人民币 汇率']],
  ['source:泰州日报', ['央行公布外汇储备']],
  ['source:finance.source.example', ['央行公布外汇储备']],
  ['after:2022-03-02 before:2023-03-04', ['簡訊', '外汇市场：人民币 汇率']],
  ['汇率 category:没有', []],
  ['没有', []],
] as const) {
  test(`finds for ${query}: ${titles.join('、')}`, async () => {
    assert.deepEqual(titlesOf(await find(folder, query)), titles);
  });
}

test('puts the newest first where asked to', async () => {
  const { hits } = await find(folder, '人民币 汇率', 'date');
  const times = hits.map(({ publishedAt = 0 }) => publishedAt);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => b - a),
  );
});

test('counts all hits by category and year', async () => {
  const { total, categories, years } = await find(folder, '汇率', 'relevance', 1);
  assert.deepEqual(
    [total, categories.map(({ name, count }) => [name, count]), years.map(({ period, count }) => [period, count])],
    [
      4,
      [
        ['ribao', 3],
        ['emnews', 2],
      ],
      [
        ['2023', 2],
        ['2022', 2],
      ],
    ],
  );
});

test('shows where a hit matches, in the form of the original', async () => {
  const { hits } = await find(folder, '簡讯 储备');
  assert.deepEqual(
    [hits[0]?.titlePieces, hits[0]?.extracts[0]?.filter(({ isMatch }) => isMatch).map(({ text }) => text)],
    [[{ text: '簡訊', isMatch: true }], ['储备']],
  );
});

for (const order of ['relevance', 'date'] as const) {
  test(`cursors lead through all hits by ${order}, each once`, async (context) => {
    const folder = new PortalFolder(context);
    for (let i = 0; i < 30; i++) {
      // Some at the same instant.
      const date = `2022-03-01 08:00:0${i % 3} +0800`;
      folder.write(`_posts/2022-03-01-${i}.md`, postText({ title: i % 4 ? `第${i}条` : `储备${i}`, date }, '储备。'));
    }
    await folder.update();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { hits, next } = await folder.archive.search(queryOf('储备'), {
        order,
        limit: 7,
        ...(cursor && { cursor }),
      });
      seen.push(...hits.map(({ url }) => url));
      cursor = next;
    } while (cursor !== undefined);
    assert.deepEqual(
      seen,
      (await find(folder, '储备', order)).hits.map(({ url }) => url),
    );
  });
}

test('offsets lead through all hits', async () => {
  const pages = await Promise.all(
    [0, 1, 2, 3].map((offset) => folder.archive.search(queryOf('汇率'), { order: 'relevance', limit: 1, offset })),
  );
  assert.deepEqual(pages.flatMap(titlesOf), titlesOf(await find(folder, '汇率')));
});

/** What an editor may do to one of a few files. */
const someChange = fc.record({
  file: fc.integer({ min: 0, max: 24 }),
  isRemoved: fc.boolean(),
  title: fc.constantFrom('外汇储备', '人民币', '储备人民', ''),
  words: fc.array(fc.constantFrom('外汇', '储备', '人', '民币', '，', 'ＣＰＩ ', '汇率'), { maxLength: 12 }),
});

test('finds what a scan finds after any updates, in place and from nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(someChange, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 12 }),
      async (rounds) => {
        const cleanups: (() => unknown)[] = [];
        const folder = new PortalFolder(
          { after: (end: () => unknown) => cleanups.push(end) } as unknown as TestContext,
          {
            '_posts/2022-01-01-always.md': postText({ title: '储备' }),
          },
        );
        try {
          const existing = new Set<string>();
          for (const changes of rounds) {
            for (const { file, isRemoved, title, words } of changes) {
              const path = `_posts/2022-03-${String(file + 1).padStart(2, '0')}-x.md`;
              if (isRemoved && existing.delete(path)) folder.remove(path);
              else if (!isRemoved) {
                folder.write(
                  path,
                  postText({ title: JSON.stringify(title) }, `${words.join('')}${'。'.repeat(words.length)}`),
                );
                existing.add(path);
              }
            }
            await folder.update();
          }
          const ask = async (term: string): Promise<Set<string>> =>
            new Set((await find(folder, `"${term}"`)).hits.map(({ url }) => url));
          const texts = await readTexts(folder);
          const scan = (term: string): number =>
            texts.filter(({ title, text }) => title.includes(term) || text.includes(term)).length;
          const terms = ['储', '储备', '外汇储备', '人民币', 'cpi', '汇率，', '币人', '。。。'];
          const inPlace: Set<string>[] = [];
          for (const term of terms) {
            const found = await ask(term);
            assert.equal(found.size, scan(foldText(term)), term);
            inPlace.push(found);
          }
          await folder.update({ full: true });
          assert.deepEqual(await Promise.all(terms.map(ask)), inPlace);
        } finally {
          for (const end of cleanups) await end();
        }
      },
    ),
    { numRuns: 25 },
  );
});

test('keeps the number of segments small however many updates come', async (context) => {
  const folder = new PortalFolder(context);
  for (let i = 0; i < 150; i++) {
    folder.write(`_posts/2022-03-01-${i}.md`, postText({ title: `第${i}条` }));
    await folder.update({ paths: [`_posts/2022-03-01-${i}.md`] });
  }
  const segments = await folder.query('SELECT size FROM search_segments');
  assert.ok(segments.length <= 7 * 3, `${segments.length} segments`);
});

test('forgets the lists of articles that were removed', async (context) => {
  const folder = await makeFolder(context);
  for (const path of Object.keys(POSTS).slice(1)) folder.remove(path);
  await folder.update();
  const sizes = (await folder.query('SELECT size FROM search_segments')).map(({ size }) => size);
  assert.deepEqual([sizes, await folder.query('SELECT * FROM search_tombstones')], [[1], []]);
});

/** The two rarest parts of a title, of two to four characters, that do not overlap. */
function rarestPhrases(title: string, texts: readonly { title: string; text: string }[]): string[] {
  const candidates: { from: number; phrase: string; count: number }[] = [];
  for (const length of [4, 3, 2]) {
    for (let from = 0; from + length <= title.length; from++) {
      const phrase = title.slice(from, from + length);
      if (!/^[\p{L}\p{N}]+$/u.test(phrase)) continue;
      candidates.push({
        from,
        phrase,
        count: texts.filter((one) => one.title.includes(phrase) || one.text.includes(phrase)).length,
      });
    }
  }
  candidates.sort((a, b) => a.count - b.count);
  const first = candidates[0];
  if (!first) return [];
  const second = candidates.find(
    ({ from, phrase }) => from >= first.from + first.phrase.length || from + phrase.length <= first.from,
  );
  return [first.phrase, ...(second ? [second.phrase] : [])];
}

test('finds each post of the real archive by the rarest phrases of its title', {
  skip: withoutShared,
}, async (context) => {
  const folder = new PortalFolder(context);
  cpSync(join(SHARED, 'corpus/real'), folder.contentDir, { recursive: true });
  await folder.update();
  const texts = await readTexts(folder);
  const ranks: number[] = [];
  for (const { title } of texts) {
    const phrases = rarestPhrases(title, texts);
    if (phrases.length === 0) continue;
    const { hits } = await find(folder, phrases.join(' '), 'relevance', 10);
    ranks.push(hits.findIndex((hit) => foldText(hit.title) === title) + 1);
  }
  const reciprocal = ranks.reduce((sum, rank) => sum + (rank > 0 ? 1 / rank : 0), 0) / ranks.length;
  context.diagnostic(`mean reciprocal rank of ${ranks.length} posts: ${reciprocal.toFixed(3)}`);
  assert.deepEqual([ranks.filter((rank) => rank < 1 || rank > 3), reciprocal >= 0.9], [[], true]);
});
