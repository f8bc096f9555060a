import { mergeNeighbour, type PostingList, readDocs, SEGMENT_LIMIT, UNSEEN, writeDocs } from './posting-list.ts';
import { ByteWriter, VarintReader } from './varint.ts';

/** Posting lists that go into a merge: those of a segment, or of a part of one that is being made. */
export interface MergeInput {
  /** In ascending order of their keys; each is read before the next is asked for. */
  lists: Iterator<PostingList>;
  /** The number that each document gets in the new segment, ascending; negative for one that is left out. */
  newNumbers: Int32Array;
  /** True where no document is left out: the positions are then copied as they are. */
  isWhole: boolean;
}

/**
 * Merges the posting lists of several inputs into those of one segment, in ascending order of their keys. The documents of an
 * input come behind those of the inputs before it. Each list is valid until the next is asked for.
 */
export function* mergePostings(inputs: readonly MergeInput[]): Generator<PostingList> {
  const out = new ByteWriter();
  const positions = new ByteWriter();
  const oldDocs = new Uint16Array(SEGMENT_LIMIT);
  const docs = new Uint16Array(SEGMENT_LIMIT);
  const heads = inputs.map(({ lists }) => lists.next());
  for (;;) {
    let key = Number.POSITIVE_INFINITY;
    for (const head of heads) if (!head.done && head.value.key < key) key = head.value.key;
    if (key === Number.POSITIVE_INFINITY) return;
    out.clear();
    positions.clear();
    let count = 0;
    let before = UNSEEN;
    let after = UNSEEN;
    for (const [i, { newNumbers, isWhole, lists }] of inputs.entries()) {
      const head = heads[i];
      if (!head || head.done || head.value.key !== key) continue;
      before = mergeNeighbour(before, head.value.before);
      after = mergeNeighbour(after, head.value.after);
      const oldCount = readDocs(head.value.docs, oldDocs);
      for (let k = 0; k < oldCount; k++) {
        const number = newNumbers[oldDocs[k] ?? 0] ?? -1;
        if (number >= 0) docs[count++] = number;
      }
      if (isWhole) positions.append(head.value.positions);
      else copyKeptRecords(positions, head.value.positions, oldDocs, newNumbers);
      heads[i] = lists.next();
    }
    if (count === 0) continue;
    writeDocs(out, docs, count);
    yield { key, docs: out.view(), positions: positions.view(), before, after };
  }
}

/** Copies the position records of those documents that are not left out. */
function copyKeptRecords(out: ByteWriter, records: Uint8Array, docs: Uint16Array, newNumbers: Int32Array): void {
  const reader = new VarintReader(records);
  for (let k = 0; !reader.isAtEnd; k++) {
    const start = reader.at;
    const length = reader.next();
    reader.at += length;
    if ((newNumbers[docs[k] ?? 0] ?? -1) >= 0) out.append(records.subarray(start, reader.at));
  }
}
