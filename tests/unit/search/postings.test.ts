import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { matchTerms, type SegmentPostings } from '../../../lib/search/match/match-terms.ts';
import { type Bitset, forEachBit, fullBitset } from '../../../lib/search/postings/bitset.ts';
import { mergePostings } from '../../../lib/search/postings/merge.ts';
import { PostingBuffer } from '../../../lib/search/postings/posting-buffer.ts';
import type { PostingList } from '../../../lib/search/postings/posting-list.ts';
import { PostingsBuilder } from '../../../lib/search/postings/postings-builder.ts';
import { foldSpaced, foldText } from '../../../lib/search/text/fold.ts';
import { someText } from './some-text.ts';

function listsOf(postings: Iterable<PostingList>, docCount: number): SegmentPostings {
  const lists = new Map<number, PostingList>();
  for (const posting of postings) {
    lists.set(posting.key, { ...posting, docs: posting.docs.slice(), positions: posting.positions.slice() });
  }
  return {
    docCount,
    docs: (key) => lists.get(key)?.docs,
    bigram: (key) => lists.get(key),
    positions: (key) => lists.get(key)?.positions ?? new Uint8Array(0),
    cached: (_field, _term, make) => make(),
  };
}

interface Doc {
  title: string;
  text: string;
}
const someDoc = fc
  .record({ title: someText, text: someText })
  .map(({ title, text }): Doc => ({ title: foldText(title), text: foldText(text) }));

function invert(docs: readonly Doc[]): PostingsBuilder {
  const builder = new PostingsBuilder();
  for (const { title, text } of docs) builder.add({ foldedTitle: title, foldedText: text, facets: [] });
  return builder;
}

function list(bits: Bitset | undefined): number[] {
  const found: number[] = [];
  if (bits) forEachBit(bits, (n) => found.push(n));
  return found;
}

const holds = ({ title, text }: Doc, term: string): boolean => title.includes(term) || text.includes(term);

/** A term that occurs, or one that may not. */
const someTerm = (docs: readonly Doc[]) =>
  fc
    .oneof(
      someText.map(foldSpaced),
      fc
        .tuple(
          fc.constantFrom(...docs.flatMap(({ title, text }) => [title, text])),
          fc.nat(30),
          fc.integer({ min: 1, max: 8 }),
        )
        .map(([text, from, length]) => text.slice(from, from + length)),
    )
    .filter((term) => term !== '');

const docsAndTerms = fc.array(someDoc, { minLength: 1, maxLength: 70 }).chain((docs) =>
  fc.record({
    docs: fc.constant(docs),
    terms: fc.array(someTerm(docs), { maxLength: 3 }),
    excluded: fc.array(someTerm(docs), { maxLength: 2 }),
  }),
);

test('finds what a scan finds', () => {
  fc.assert(
    fc.property(docsAndTerms, ({ docs, terms, excluded }) => {
      const lists = listsOf(invert(docs).encode(), docs.length);
      const scanned = docs.flatMap((doc, n) =>
        terms.every((term) => holds(doc, term)) && !excluded.some((term) => holds(doc, term)) ? [n] : [],
      );
      assert.deepEqual(list(matchTerms(lists, { terms, excluded }, fullBitset(docs.length))?.all), scanned);
    }),
    { numRuns: 2_000 },
  );
});

test('tells title from text and together from scattered as a scan does', () => {
  fc.assert(
    fc.property(docsAndTerms, ({ docs, terms }) => {
      fc.pre(terms.length > 0);
      const matches = matchTerms(
        listsOf(invert(docs).encode(), docs.length),
        { terms, excluded: [] },
        fullBitset(docs.length),
      );
      const together = terms.length === 1 ? terms : [terms.join(''), terms.join(' ')];
      for (const n of list(matches?.all)) {
        const { title, text } = docs[n] ?? { title: '', text: '' };
        const isIn = (bits: Bitset | undefined): boolean => list(bits).includes(n);
        const allInTitle = terms.every((term) => title.includes(term));
        assert.deepEqual(
          [isIn(matches?.allInTitle), isIn(matches?.exactInTitle), isIn(matches?.exactInText)],
          [
            allInTitle,
            allInTitle && together.some((term) => title.includes(term)),
            together.some((term) => text.includes(term)),
          ],
        );
      }
    }),
  );
});

const copy = (postings: Iterable<PostingList>) =>
  Array.from(postings, ({ key, docs, positions }) => [key, [...docs], [...positions]]);

test('merged segments hold what one of all their living documents holds', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.tuple(someDoc, fc.boolean()), { minLength: 1, maxLength: 20 }), {
        minLength: 1,
        maxLength: 4,
      }),
      (segments) => {
        let next = 0;
        const inputs = segments.map((docs) => ({
          lists: new PostingBuffer(invert(docs.map(([doc]) => doc)).encode(), 1)[Symbol.iterator](),
          newNumbers: Int32Array.from(docs, ([, isLive]) => (isLive ? next++ : -1)),
          isWhole: docs.every(([, isLive]) => isLive),
        }));
        const living = segments.flatMap((docs) => docs.flatMap(([doc, isLive]) => (isLive ? [doc] : [])));
        assert.deepEqual(copy(mergePostings(inputs)), copy(invert(living).encode()));
      },
    ),
  );
});

test('merged segments find what a scan of their living documents finds', () => {
  fc.assert(
    fc.property(docsAndTerms, fc.nat(), ({ docs, terms }, seed) => {
      const isLive = (n: number): boolean => (seed >>> (n % 31)) % 3 !== 0;
      const middle = docs.length >>> 1;
      let living = 0;
      const inputs = [docs.slice(0, middle), docs.slice(middle)].map((part, i) => ({
        lists: invert(part).encode(),
        newNumbers: Int32Array.from(part, (_, n) => (isLive(i * middle + n) ? living++ : -1)),
        isWhole: part.every((_, n) => isLive(i * middle + n)),
      }));
      const lists = listsOf(mergePostings(inputs), living);
      const scanned = docs
        .filter((_, n) => isLive(n))
        .flatMap((doc, n) => (terms.every((t) => holds(doc, t)) ? [n] : []));
      assert.deepEqual(list(matchTerms(lists, { terms, excluded: [] }, fullBitset(living))?.all), scanned);
    }),
    { numRuns: 1_000 },
  );
});

test('merged segments keep what stands far from the beginning and what stands there thousands of times', () => {
  const dead = { title: '', text: '甲乙' };
  const living = [
    { title: '', text: '甲乙。'.repeat(30_000) },
    { title: '', text: `${'〇'.repeat(70_000)}甲乙丙` },
  ];
  const merged = mergePostings([
    { lists: invert([dead, ...living]).encode(), newNumbers: Int32Array.of(-1, 0, 1), isWhole: false },
    { lists: invert(living).encode(), newNumbers: Int32Array.of(2, 3), isWhole: true },
  ]);
  assert.deepEqual(copy(merged), copy(invert([...living, ...living]).encode()));
});

test('a builder that was cleared makes what a new one makes', () => {
  const docs = [
    { foldedTitle: '甲乙', foldedText: '甲乙丙甲乙', facets: [7] },
    { foldedTitle: '丙', foldedText: '乙丙', facets: [7, 8] },
  ];
  const fresh = new PostingsBuilder();
  const used = new PostingsBuilder();
  for (const doc of docs) used.add({ ...doc, foldedText: `${doc.foldedText}丁丁` });
  used.clear();
  for (const doc of docs) fresh.add(doc);
  for (const doc of docs) used.add(doc);
  assert.deepEqual(copy(used.encode()), copy(fresh.encode()));
});

test('a term whose pairs are everywhere but never together is not found', () => {
  const builder = new PostingsBuilder();
  builder.add({ foldedTitle: '', foldedText: '甲乙。'.repeat(200_000) + '乙丙。'.repeat(200_000), facets: [] });
  const lists = listsOf(builder.encode(), 1);
  assert.equal(matchTerms(lists, { terms: ['甲乙丙'], excluded: [] }, fullBitset(1)), undefined);
});

test('a term of which a pair always has the same neighbours is found without a look at positions', () => {
  const docs = ['甲乙丙丁戊。', '一丙丁戊', '，甲乙丙丁戊己', '丁戊'].map((text) => ({ title: '', text }));
  const lists = { ...listsOf(invert(docs).encode(), 4), positions: () => assert.fail('positions were read') };
  assert.deepEqual(list(matchTerms(lists, { terms: ['甲乙丙丁戊'], excluded: [] }, fullBitset(4))?.all), [0, 2]);
});

test('what a pair has beside it at the border of a text is not taken for a neighbour', () => {
  const docs = ['甲乙丙', '甲乙', '乙丙'].map((text) => ({ title: '', text }));
  const lists = listsOf(invert([...docs, { title: '', text: '甲乙。乙丙' }]).encode(), 4);
  assert.deepEqual(list(matchTerms(lists, { terms: ['甲乙丙'], excluded: [] }, fullBitset(4))?.all), [0]);
});

test('a term is found far from the beginning of a text', () => {
  const lists = listsOf(invert([{ title: '', text: `${'〇'.repeat(70_000)}甲乙丙丁` }]).encode(), 1);
  assert.deepEqual(list(matchTerms(lists, { terms: ['甲乙丙丁'], excluded: [] }, fullBitset(1))?.all), [0]);
});

test('a term is not taken for found where one of its pairs stands just before 65,535 and the other one behind', () => {
  const text = `${'〇'.repeat(65_533)}甲乙${'〇'.repeat(5_000)}丙丁。乙丙`;
  const lists = listsOf(invert([{ title: '', text }]).encode(), 1);
  assert.equal(matchTerms(lists, { terms: ['甲乙丙丁'], excluded: [] }, fullBitset(1)), undefined);
});

test('a term is not taken for found where its last pair stands as far from the beginning as in the term', () => {
  const builder = new PostingsBuilder();
  builder.add({ foldedTitle: '', foldedText: '一二丙丁。乙丙。甲乙。甲乙', facets: [] });
  const lists = listsOf(builder.encode(), 1);
  assert.equal(matchTerms(lists, { terms: ['甲乙丙丁'], excluded: [] }, fullBitset(1)), undefined);
});
