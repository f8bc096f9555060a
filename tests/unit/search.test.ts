import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import characters from 'opencc-js/dict/TSCharacters';
import { foldMapped } from '../../lib/search/fold.ts';
import {
  allBits,
  type Bits,
  foldSpaced,
  foldText,
  forEachBit,
  makeExtracts,
  markMatches,
  matchTerms,
  mergePostings,
  type Posting,
  parseFields,
  parseQuery,
  SegmentBuilder,
  type SegmentLists,
} from '../../lib/search/index.ts';
import { PackedPostings } from '../../lib/search/packed-postings.ts';

for (const [text, folded] of [
  ['ＣＰＩ　同比', 'cpi 同比'],
  ['  人民幣\n匯率\t ', '人民币 汇率'],
  ['㍿ ﬁ', '株式会社 fi'],
  ['é', 'é'],
  ['發展頭髮', '发展头发'],
  ['a\u0000b\u200b', 'a b\u200b'],
  ['\ud800甲', '\ufffd甲'],
  ['𠀾 㘚', '𠀾 㘎'],
] as const) {
  test(`folds ${JSON.stringify(text)}`, () => {
    assert.equal(foldText(text), folded);
  });
}

/** Texts of few different characters, so that a part of one occurs in another by chance, with those that folding changes. */
const someText = fc
  .array(
    fc.constantFrom(
      ...'甲乙丙丁ab1',
      ' ',
      '  ',
      '\n',
      'Ａ',
      '發',
      '发',
      '㗲',
      '𠵾',
      '😀',
      'é',
      'e',
      '\u0301',
      '㍿',
      '，',
      '。',
    ),
    {
      maxLength: 30,
    },
  )
  .map((characters) => characters.join(''));

const simplified = new Map(characters.split('|').map((entry) => entry.split(' ') as [string, string]));

test('folds any text by NFKC, lower case, the table of characters, and single spaces', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), someText), (text) => {
      const lower = text
        .toWellFormed()
        .normalize('NFKC')
        .toLowerCase()
        .replace(/[\s\p{Cc}]+/gu, ' ');
      const expected = Array.from(lower, (character) => simplified.get(character) ?? character).join('');
      assert.equal(foldSpaced(text), expected);
    }),
    { numRuns: 5_000 },
  );
});

test('finds each folded unit again in the text that it came from', () => {
  fc.assert(
    fc.property(someText, (text) => {
      const { folded, offsets } = foldMapped(text);
      assert.deepEqual(
        [folded, offsets.length, offsets.at(-1), [...offsets].every((offset, i) => offset >= (offsets[i - 1] ?? 0))],
        [foldSpaced(text), folded.length + 1, text.length, true],
      );
    }),
  );
});

function listsOf(postings: Iterable<Posting>, docCount: number): SegmentLists {
  const lists = new Map<number, Posting>();
  for (const posting of postings) {
    lists.set(posting.key, { ...posting, docs: posting.docs.slice(), positions: posting.positions.slice() });
  }
  return {
    docCount,
    docs: (key) => lists.get(key)?.docs,
    pair: (key) => lists.get(key),
    positions: (key) => lists.get(key)?.positions ?? new Uint8Array(0),
    remember: (_field, _term, make) => make(),
  };
}

interface Doc {
  title: string;
  text: string;
}
const someDoc = fc
  .record({ title: someText, text: someText })
  .map(({ title, text }): Doc => ({ title: foldText(title), text: foldText(text) }));

function invert(docs: readonly Doc[]): SegmentBuilder {
  const builder = new SegmentBuilder();
  for (const { title, text } of docs) builder.add({ foldedTitle: title, foldedText: text, facets: [] });
  return builder;
}

function list(bits: Bits | undefined): number[] {
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
      assert.deepEqual(list(matchTerms(lists, { terms, excluded }, allBits(docs.length))?.all), scanned);
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
        allBits(docs.length),
      );
      const together = terms.length === 1 ? terms : [terms.join(''), terms.join(' ')];
      for (const n of list(matches?.all)) {
        const { title, text } = docs[n] ?? { title: '', text: '' };
        const isIn = (bits: Bits | undefined): boolean => list(bits).includes(n);
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

const copy = (postings: Iterable<Posting>) =>
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
          postings: new PackedPostings(invert(docs.map(([doc]) => doc)).encode(), 1)[Symbol.iterator](),
          numbers: Int32Array.from(docs, ([, isLive]) => (isLive ? next++ : -1)),
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
        postings: invert(part).encode(),
        numbers: Int32Array.from(part, (_, n) => (isLive(i * middle + n) ? living++ : -1)),
        isWhole: part.every((_, n) => isLive(i * middle + n)),
      }));
      const lists = listsOf(mergePostings(inputs), living);
      const scanned = docs
        .filter((_, n) => isLive(n))
        .flatMap((doc, n) => (terms.every((t) => holds(doc, t)) ? [n] : []));
      assert.deepEqual(list(matchTerms(lists, { terms, excluded: [] }, allBits(living))?.all), scanned);
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
    { postings: invert([dead, ...living]).encode(), numbers: Int32Array.of(-1, 0, 1), isWhole: false },
    { postings: invert(living).encode(), numbers: Int32Array.of(2, 3), isWhole: true },
  ]);
  assert.deepEqual(copy(merged), copy(invert([...living, ...living]).encode()));
});

test('a builder that was cleared makes what a new one makes', () => {
  const docs = [
    { foldedTitle: '甲乙', foldedText: '甲乙丙甲乙', facets: [7] },
    { foldedTitle: '丙', foldedText: '乙丙', facets: [7, 8] },
  ];
  const fresh = new SegmentBuilder();
  const used = new SegmentBuilder();
  for (const doc of docs) used.add({ ...doc, foldedText: `${doc.foldedText}丁丁` });
  used.clear();
  for (const doc of docs) fresh.add(doc);
  for (const doc of docs) used.add(doc);
  assert.deepEqual(copy(used.encode()), copy(fresh.encode()));
});

test('a term whose pairs are everywhere but never together is not found', () => {
  const builder = new SegmentBuilder();
  builder.add({ foldedTitle: '', foldedText: '甲乙。'.repeat(200_000) + '乙丙。'.repeat(200_000), facets: [] });
  const lists = listsOf(builder.encode(), 1);
  assert.equal(matchTerms(lists, { terms: ['甲乙丙'], excluded: [] }, allBits(1)), undefined);
});

test('a term of which a pair always has the same neighbours is found without a look at positions', () => {
  const docs = ['甲乙丙丁戊。', '一丙丁戊', '，甲乙丙丁戊己', '丁戊'].map((text) => ({ title: '', text }));
  const lists = { ...listsOf(invert(docs).encode(), 4), positions: () => assert.fail('positions were read') };
  assert.deepEqual(list(matchTerms(lists, { terms: ['甲乙丙丁戊'], excluded: [] }, allBits(4))?.all), [0, 2]);
});

test('what a pair has beside it at the border of a text is not taken for a neighbour', () => {
  const docs = ['甲乙丙', '甲乙', '乙丙'].map((text) => ({ title: '', text }));
  const lists = listsOf(invert([...docs, { title: '', text: '甲乙。乙丙' }]).encode(), 4);
  assert.deepEqual(list(matchTerms(lists, { terms: ['甲乙丙'], excluded: [] }, allBits(4))?.all), [0]);
});

test('a term is found far from the beginning of a text', () => {
  const lists = listsOf(invert([{ title: '', text: `${'〇'.repeat(70_000)}甲乙丙丁` }]).encode(), 1);
  assert.deepEqual(list(matchTerms(lists, { terms: ['甲乙丙丁'], excluded: [] }, allBits(1))?.all), [0]);
});

test('a term is not taken for found where one of its pairs stands just before 65,535 and the other one behind', () => {
  const text = `${'〇'.repeat(65_533)}甲乙${'〇'.repeat(5_000)}丙丁。乙丙`;
  const lists = listsOf(invert([{ title: '', text }]).encode(), 1);
  assert.equal(matchTerms(lists, { terms: ['甲乙丙丁'], excluded: [] }, allBits(1)), undefined);
});

test('a term is not taken for found where its last pair stands as far from the beginning as in the term', () => {
  const builder = new SegmentBuilder();
  builder.add({ foldedTitle: '', foldedText: '一二丙丁。乙丙。甲乙。甲乙', facets: [] });
  const lists = listsOf(builder.encode(), 1);
  assert.equal(matchTerms(lists, { terms: ['甲乙丙丁'], excluded: [] }, allBits(1)), undefined);
});

const EMPTY = {
  terms: [],
  excluded: [],
  categories: [],
  tags: [],
  sources: [],
  days: { from: 0, before: Number.MAX_SAFE_INTEGER },
};
for (const [text, expected] of [
  ['人民币　汇率 人民币', { terms: ['人民币', '汇率'] }],
  ['"a  B" -"丙 丁" -甲', { terms: ['a b'], excluded: ['丙 丁', '甲'] }],
  ['＂甲 乙', { terms: ['甲 乙'] }],
  ['-', { terms: ['-'] }],
  ['""', {}],
  ['a-b c:d', { terms: ['a-b', 'c:d'] }],
  ['category：东财 tag:"a b" source:x', { categories: ['东财'], tags: ['a b'], sources: ['x'] }],
  ['category: 甲', { terms: ['category:', '甲'] }],
  ['after:2022-3 before:２０２３', { days: { from: 20_220_301, before: 20_230_101 } }],
  ['after:2022-02-30', { found: 'after:2022-02-30', reason: 'no-date' }],
  ['甲'.repeat(1_001), { found: `${'甲'.repeat(20)}…`, reason: 'too-long' }],
  [Array.from({ length: 33 }, (_, i) => `词${i}`).join(' '), { found: '词32', reason: 'too-many-terms' }],
] as const) {
  test(`reads the query ${text.slice(0, 40)}`, () => {
    assert.deepEqual(parseQuery(text), 'reason' in expected ? expected : { ...EMPTY, ...expected });
  });
}

test('reads fields as the operators of their names', () => {
  assert.deepEqual(
    parseFields({ q: '甲', category: '东财 新闻', tag: '', after: '2022' }),
    parseQuery('甲 category:"东财 新闻" after:2022'),
  );
});

test('reads any query without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => void parseQuery(text)));
});

const join = (pieces: readonly { text: string }[]): string => pieces.map(({ text }) => text).join('');

test('marks what was found in the form that it has in the text', () => {
  assert.deepEqual(markMatches('離岸人民幣與ＣＰＩ', ['人民币', 'cpi']), [
    { text: '離岸', isMatch: false },
    { text: '人民幣', isMatch: true },
    { text: '與', isMatch: false },
    { text: 'ＣＰＩ', isMatch: true },
  ]);
});

test('marks change nothing but white space, and hold the terms', () => {
  fc.assert(
    fc.property(someText, fc.nat(30), fc.integer({ min: 1, max: 6 }), (text, from, length) => {
      const folded = foldSpaced(text);
      const term = folded.slice(from, from + length);
      fc.pre(term !== '' && term.isWellFormed());
      const pieces = markMatches(text, [term]);
      assert.equal(foldSpaced(join(pieces)), folded);
      assert.ok(pieces.some((piece) => piece.isMatch && foldSpaced(piece.text).includes(term)));
    }),
  );
});

test('shows the sentence of a match and one further on', () => {
  const text = `开头一句。${'无关。'.repeat(40)}这里有目标词，说明。${'无关。'.repeat(60)}那里也有目标词。`;
  assert.deepEqual(
    makeExtracts(text, ['目标词']).map((pieces) => [
      join(pieces).slice(0, 6),
      pieces.filter((piece) => piece.isMatch).length,
    ]),
    [
      ['这里有目标词', 1],
      ['那里也有目标', 1],
    ],
  );
});

test('shows no extract of a text without a match', () => {
  assert.deepEqual(makeExtracts('正文。', ['别的']), []);
});
