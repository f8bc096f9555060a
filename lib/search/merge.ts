import {
  ByteWriter,
  meet,
  PositionReader,
  type Posting,
  readDocs,
  SEGMENT_LIMIT,
  UNKNOWN,
  writeDocs,
} from './postings.ts';

/** A segment that goes into another one. */
export interface MergeInput {
  /** Its lists in ascending order of their keys; each is only read until the next is asked for. */
  postings: Iterator<Posting>;
  /** The number that each document gets in the new segment; negative for one that is left out. Ascending. */
  numbers: Int32Array;
  /** True where no document is left out. */
  isWhole: boolean;
}

/**
 * Makes the lists of one segment of those of several, in ascending order of their keys. The inputs' documents follow each
 * other in the new segment in the order of the inputs.
 */
export function* mergePostings(inputs: readonly MergeInput[]): Generator<Posting> {
  const out = new ByteWriter();
  const positions = new ByteWriter();
  const read = new Uint16Array(SEGMENT_LIMIT);
  const docs = new Uint16Array(SEGMENT_LIMIT);
  const heads = inputs.map(({ postings }) => postings.next());
  for (;;) {
    let key = Number.POSITIVE_INFINITY;
    for (const head of heads) if (!head.done && head.value.key < key) key = head.value.key;
    if (key === Number.POSITIVE_INFINITY) return;
    out.clear();
    positions.clear();
    let count = 0;
    let before = UNKNOWN;
    let after = UNKNOWN;
    for (const [i, { numbers, isWhole, postings }] of inputs.entries()) {
      const head = heads[i];
      if (!head || head.done || head.value.key !== key) continue;
      before = meet(before, head.value.before);
      after = meet(after, head.value.after);
      const readCount = readDocs(head.value.docs, read);
      const records = new PositionReader(head.value.positions);
      const hasPositions = head.value.positions.length > 0;
      for (let k = 0; k < readCount; k++) {
        const number = numbers[read[k] ?? 0] ?? -1;
        if (number >= 0) docs[count++] = number;
        if (isWhole || !hasPositions) continue;
        if (number < 0) records.skip();
        else positions.append(records.record());
      }
      if (isWhole) positions.append(head.value.positions);
      heads[i] = postings.next();
    }
    if (count === 0) continue;
    writeDocs(out, docs, count);
    yield { key, docs: out.view(), positions: positions.view(), before, after };
  }
}
