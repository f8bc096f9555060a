import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import fc from 'fast-check';
import { foldText, SearchIndex, SearchIndexWriter, toSearchText } from '../../../lib/search/index.ts';
import { SEARCH_SCHEMA, SegmentStore } from '../../../lib/search/segments/index.ts';
import { someText } from './some-text.ts';

interface Doc {
  title: string;
  text: string;
  publishedAt: number;
  day: number;
  categories: number[];
  tags: number[];
  sources: number[];
  stocks: number[];
}

interface Question {
  terms: string[];
  excluded: string[];
  days: { from: number; before: number };
  facets: { category?: number[]; tag?: number[]; source?: number[]; stock?: number[] };
  order: 'relevance' | 'date';
}

const WHOLE_TIME = { from: 0, before: Number.MAX_SAFE_INTEGER };
const someNumber = fc.integer({ min: 1, max: 3 });
const someDoc: fc.Arbitrary<Doc> = fc.record({
  title: someText,
  text: someText,
  publishedAt: fc.integer({ min: 0, max: 5 }),
  day: fc.constantFrom(20_211_231, 20_220_101, 20_220_102),
  categories: fc.uniqueArray(someNumber, { maxLength: 2 }),
  tags: fc.uniqueArray(someNumber, { maxLength: 2 }),
  sources: fc.uniqueArray(someNumber, { maxLength: 1 }),
  stocks: fc.uniqueArray(someNumber, { maxLength: 2 }),
});

/** A part of one of the texts, or any text. */
const someTerm = (docs: readonly Doc[]): fc.Arbitrary<string> =>
  fc
    .oneof(
      someText,
      fc
        .tuple(
          fc.constantFrom(...docs.flatMap(({ title, text }) => [title, text])),
          fc.nat(30),
          fc.integer({ min: 1, max: 8 }),
        )
        .map(([text, from, length]) => foldText(text).slice(from, from + length)),
    )
    .map(foldText)
    .filter((term) => term !== '');

const someQuestion = (docs: readonly Doc[]): fc.Arbitrary<Question> =>
  fc.record({
    terms: fc.uniqueArray(someTerm(docs), { maxLength: 3 }),
    excluded: fc.uniqueArray(someTerm(docs), { maxLength: 1 }),
    days: fc.constantFrom(WHOLE_TIME, { from: 20_220_101, before: 20_220_102 }),
    facets: fc.record(
      {
        category: fc.array(someNumber, { maxLength: 2 }),
        tag: fc.array(someNumber, { maxLength: 2 }),
        source: fc.array(someNumber, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    order: fc.constantFrom('relevance', 'date'),
  });

interface Change {
  article: number;
  /** Absent where the article is removed. */
  doc: Doc | undefined;
}

/** Updates of an index, then what it is asked. */
const withQuestions = (updates: fc.Arbitrary<Change[][]>) =>
  updates.chain((rounds) => {
    const docs = rounds.flat().flatMap(({ doc }) => doc ?? []);
    const questions =
      docs.length === 0 ? fc.constant([]) : fc.array(someQuestion(docs), { minLength: 1, maxLength: 6 });
    return fc.record({ rounds: fc.constant(rounds), questions });
  });

/** One update that makes one segment. */
const oneUpdate = fc
  .array(someDoc, { minLength: 1, maxLength: 70 })
  .map((docs): Change[][] => [docs.map((doc, i) => ({ article: i + 1, doc }))]);

/** So many updates of few articles that segments get tombstones and are merged. */
const manyUpdates: fc.Arbitrary<Change[][]> = fc.array(
  fc.array(fc.record({ article: fc.integer({ min: 1, max: 30 }), doc: fc.option(someDoc, { nil: undefined }) }), {
    minLength: 1,
    maxLength: 8,
  }),
  { minLength: 1, maxLength: 16, size: 'max' },
);

/** How well a document matches, by a scan: 0 is best; `undefined` where it does not. */
function tierOf({ title, text }: Doc, { terms, excluded, order }: Question): number | undefined {
  const folded = { title: foldText(title), text: foldText(text) };
  const holds = (term: string): boolean => folded.title.includes(term) || folded.text.includes(term);
  if (!terms.every(holds) || excluded.some(holds)) return undefined;
  if (order === 'date' || terms.length === 0) return 4;
  const wholes = terms.length === 1 ? terms : [terms.join(''), terms.join(' ')];
  if (terms.every((term) => folded.title.includes(term))) {
    return wholes.some((whole) => folded.title.includes(whole)) ? 0 : 1;
  }
  if (wholes.some((whole) => folded.text.includes(whole))) return 2;
  return terms.some((term) => folded.title.includes(term)) ? 3 : 4;
}

const hasOne = (ids: readonly number[], wanted: readonly number[] | undefined): boolean =>
  wanted === undefined || wanted.some((id) => ids.includes(id));

/** What a scan of all documents finds. */
function scan(docs: ReadonlyMap<number, Doc>, question: Question) {
  const { days, facets } = question;
  return [...docs]
    .filter(([, doc]) => doc.day >= days.from && doc.day < days.before)
    .filter(([, doc]) => hasOne(doc.categories, facets.category))
    .filter(([, doc]) => hasOne(doc.tags, facets.tag))
    .filter(([, doc]) => hasOne(doc.sources, facets.source))
    .filter(([, doc]) => hasOne(doc.stocks, facets.stock))
    .flatMap(([article, doc]) => {
      const tier = tierOf(doc, question);
      return tier === undefined ? [] : [{ article, doc, tier }];
    })
    .sort((a, b) => a.tier - b.tier || b.doc.publishedAt - a.doc.publishedAt || b.article - a.article);
}

function countEach(keys: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** An index in memory, and a way to change it as an update does. */
function makeIndex() {
  const db = new DatabaseSync(':memory:');
  db.exec(SEARCH_SCHEMA);
  const update = (changes: readonly { article: number; doc: Doc | undefined }[]): void => {
    const writer = new SearchIndexWriter(db);
    for (const { article, doc } of changes) {
      writer.remove(article);
      if (!doc) continue;
      const { title, text, ...facts } = doc;
      writer.add({ article, ...facts, ...toSearchText(title, text) });
    }
    writer.settle();
  };
  return { db, update };
}

for (const [name, updates] of [
  ['in one segment', oneUpdate],
  ['after any updates', manyUpdates],
] as const) {
  test(`finds, orders and counts what a scan does ${name}`, () => {
    fc.assert(
      fc.property(withQuestions(updates), ({ rounds, questions }) => {
        const { db, update } = makeIndex();
        const docs = new Map<number, Doc>();
        for (const changes of rounds) {
          update(changes);
          for (const { article, doc } of changes) {
            if (doc) docs.set(article, doc);
            else docs.delete(article);
          }
        }
        const index = new SearchIndex(new SegmentStore(db));
        for (const question of questions) {
          const scanned = scan(docs, question);
          assert.deepEqual(index.find(question, { ...question, limit: 100 }), {
            total: scanned.length,
            articles: scanned.map(({ article }) => article),
            categories: countEach(scanned.flatMap(({ doc }) => doc.categories)),
            years: countEach(scanned.map(({ doc }) => Math.floor(doc.day / 10_000))),
          });
        }
        db.close();
      }),
      { numRuns: 300 },
    );
  });
}

/** Numbers, from 1, of those texts that a term is found in, once the first `removed` of them were removed again. */
function findIn(texts: readonly string[], term: string, removed = 0): number[] {
  const { db, update } = makeIndex();
  const facts = { title: '', publishedAt: 0, day: 20_220_101, categories: [], tags: [], sources: [], stocks: [] };
  update(texts.map((text, i) => ({ article: i + 1, doc: { ...facts, text } })));
  update(Array.from({ length: removed }, (_, i) => ({ article: i + 1, doc: undefined })));
  const { articles } = new SearchIndex(new SegmentStore(db)).find(
    { terms: [term], excluded: [], days: WHOLE_TIME },
    { order: 'relevance', limit: texts.length },
  );
  db.close();
  return articles.toSorted((a, b) => a - b);
}

for (const [name, texts, term, found] of [
  [
    'a term whose bigrams are everywhere but never together',
    ['甲乙。'.repeat(200_000) + '乙丙。'.repeat(200_000)],
    '甲乙丙',
    [],
  ],
  ['a bigram at the border of a text, which has no neighbour', ['甲乙丙', '甲乙', '乙丙', '甲乙。乙丙'], '甲乙丙', [1]],
  ['a term far from the beginning', [`${'〇'.repeat(70_000)}甲乙丙丁`], '甲乙丙丁', [1]],
  [
    'bigrams on both sides of position 65,535',
    [`${'〇'.repeat(65_533)}甲乙${'〇'.repeat(5_000)}丙丁。乙丙`],
    '甲乙丙丁',
    [],
  ],
  [
    'a last bigram as far from the beginning of the text as from that of the term',
    ['一二丙丁。乙丙。甲乙。甲乙'],
    '甲乙丙丁',
    [],
  ],
] as const) {
  test(`finds what a scan does for ${name}`, () => assert.deepEqual(findIn(texts, term), found));
}

test('finds a phrase in a segment that was rewritten without its removed documents', () => {
  const apart = '甲乙。丙丁。乙丙';
  const together = '丙丁。甲乙。乙丙。甲乙丙丁';
  assert.deepEqual(findIn([together, apart, apart, together, apart, together], '甲乙丙丁', 4), [6]);
});

test('leads through all hits by cursor and by offset alike', () => {
  const { db, update } = makeIndex();
  const doc = { title: '', text: '储备', day: 20_220_101, categories: [], tags: [], sources: [], stocks: [] };
  update(Array.from({ length: 50 }, (_, i) => ({ article: i + 1, doc: { ...doc, publishedAt: i % 4 } })));
  const index = new SearchIndex(new SegmentStore(db));
  const ask = (where: { offset?: number; cursor?: string; limit: number }) =>
    index.find({ terms: ['储备'], excluded: [], days: WHOLE_TIME }, { order: 'date', ...where });
  const byCursor: number[] = [];
  for (let page = ask({ limit: 7 }); ; page = ask({ limit: 7, cursor: page.next })) {
    byCursor.push(...page.articles);
    if (page.next === undefined) break;
  }
  const byOffset = [0, 20, 40].flatMap((offset) => ask({ offset, limit: 20 }).articles);
  const all = ask({ limit: 50 }).articles;
  assert.deepEqual([byCursor, byOffset, all.length], [all, all, 50]);
  db.close();
});
