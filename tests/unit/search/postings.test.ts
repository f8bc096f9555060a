import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { matchTerms, type SegmentPostings } from '../../../lib/search/match/match-terms.ts';
import { type Bitset, forEachBit, fullBitset } from '../../../lib/search/postings/bitset.ts';
import { mergePostings } from '../../../lib/search/postings/merge.ts';
import { PostingBuffer } from '../../../lib/search/postings/posting-buffer.ts';
import type { PostingList } from '../../../lib/search/postings/posting-list.ts';
import { PostingsBuilder } from '../../../lib/search/postings/postings-builder.ts';
import { foldText } from '../../../lib/search/text/fold.ts';
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

const copy = (postings: Iterable<PostingList>) =>
  Array.from(postings, ({ key, docs, positions }) => [key, [...docs], [...positions]]);

test('merged posting lists are those of one segment of all documents that were not removed', () => {
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
          newNumbers: Int32Array.from(docs, ([, isKept]) => (isKept ? next++ : -1)),
          isWhole: docs.every(([, isKept]) => isKept),
        }));
        const kept = segments.flatMap((docs) => docs.flatMap(([doc, isKept]) => (isKept ? [doc] : [])));
        assert.deepEqual(copy(mergePostings(inputs)), copy(invert(kept).encode()));
      },
    ),
  );
});

test('merged posting lists keep positions far from the beginning and thousands of positions in one text', () => {
  const removed = { title: '', text: '甲乙' };
  const kept = [
    { title: '', text: '甲乙。'.repeat(30_000) },
    { title: '', text: `${'〇'.repeat(70_000)}甲乙丙` },
  ];
  const merged = mergePostings([
    { lists: invert([removed, ...kept]).encode(), newNumbers: Int32Array.of(-1, 0, 1), isWhole: false },
    { lists: invert(kept).encode(), newNumbers: Int32Array.of(2, 3), isWhole: true },
  ]);
  assert.deepEqual(copy(merged), copy(invert([...kept, ...kept]).encode()));
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

test('a term with a bigram that always has the same neighbours is found without reading positions', () => {
  const docs = ['甲乙丙丁戊。', '一丙丁戊', '，甲乙丙丁戊己', '丁戊'].map((text) => ({ title: '', text }));
  const lists = { ...listsOf(invert(docs).encode(), 4), positions: () => assert.fail('positions were read') };
  assert.deepEqual(list(matchTerms(lists, { terms: ['甲乙丙丁戊'], excluded: [] }, fullBitset(4))?.all), [0, 2]);
});
