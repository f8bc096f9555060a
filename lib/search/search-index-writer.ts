import type { DatabaseSync } from 'node:sqlite';
import { type Bitset, hasBit, setBit } from './postings/bitset.ts';
import { type Facet, facetKey } from './postings/keys.ts';
import { type MergeInput, mergePostings } from './postings/merge.ts';
import { PostingBuffer } from './postings/posting-buffer.ts';
import { SEGMENT_LIMIT } from './postings/posting-list.ts';
import { PostingsBuilder } from './postings/postings-builder.ts';
import { type ArticlePair, type CopySearch, iteratePossibleCopies } from './related/copies.ts';
import { listSourcesOfRelated } from './related/related.ts';
import { type DocumentFacts, factsOf } from './segments/columns.ts';
import { chooseMerge } from './segments/merge-policy.ts';
import { SegmentStore, type StoredSegment } from './segments/segment-store.ts';
import type { SearchText } from './text/search-text.ts';

/** An article as the index takes it. */
interface SearchDocument extends DocumentFacts, SearchText {
  /** Numbers of its tags, sources and stocks, below 2 ** 32. */
  tags: readonly number[];
  sources: readonly number[];
  stocks: readonly number[];
}

/** Postings that are collected before they are encoded: some 30 MB. */
const CHUNK_POSTINGS = 1_000_000;
/** Bytes of an encoded posting, about. */
const POSTING_BYTES = 2.5;

/**
 * Writes the index, inside the caller's transaction. New documents make a new segment; removed ones get a tombstone in theirs; a
 * changed one is both. Small segments are merged as they add up. What an update writes therefore does not grow with the
 * archive.
 */
export class SearchIndexWriter {
  readonly #store: SegmentStore;
  readonly #builder = new PostingsBuilder();
  /** Documents whose postings are encoded but not written yet, in chunks. */
  #chunks: { lists: PostingBuffer; size: number }[] = [];
  /** All documents that are not written yet; `undefined` for one that was removed meanwhile. */
  #pending: (DocumentFacts | undefined)[] = [];
  readonly #pendingNumbers = new Map<number, number>();
  /** Tombstones of segments that have new ones, to be written once. */
  readonly #tombstones = new Map<number, Bitset>();

  /** @param db has the tables of `SEARCH_SCHEMA`; stays the caller's to close */
  constructor(db: DatabaseSync) {
    this.#store = new SegmentStore(db);
  }

  /** Adds an article that the index does not have. */
  add(document: SearchDocument): void {
    const { article, publishedAt, day, categories, signature, foldedTitle, foldedText } = document;
    const keysOf = (facet: Facet, ids: readonly number[]): number[] => ids.map((id) => facetKey(facet, id));
    const facets = [
      ...keysOf('category', categories),
      ...keysOf('tag', document.tags),
      ...keysOf('source', document.sources),
      ...keysOf('stock', document.stocks),
    ];
    this.#builder.add({ foldedTitle, foldedText, facets });
    this.#pendingNumbers.set(article, this.#pending.length);
    this.#pending.push({ article, publishedAt, day, categories, signature });
    if (this.#builder.postingCount >= CHUNK_POSTINGS) this.#closeChunk();
    if (this.#pending.length === SEGMENT_LIMIT) this.#writePending();
  }

  /** Removes an article, if the index has it. */
  remove(article: number): void {
    const pending = this.#pendingNumbers.get(article);
    if (pending !== undefined) {
      this.#pending[pending] = undefined;
      this.#pendingNumbers.delete(article);
      return;
    }
    const place = this.#store.findDocument(article);
    if (!place) return;
    const tombstones = this.#tombstones.get(place.segment) ?? this.#store.readTombstones(place.segment);
    setBit(tombstones, place.document);
    this.#tombstones.set(place.segment, tombstones);
    this.#store.forgetDocument(article);
  }

  /**
   * Writes all changes and merges segments. To be called once before each commit.
   * @returns whether other segments than before are sources of related articles
   */
  settle(): { isRelatedChanged: boolean } {
    const before = stampsOf(listSourcesOfRelated(this.#store.listSegments()));
    for (const [segment, tombstones] of this.#tombstones) this.#store.writeTombstones(segment, tombstones);
    this.#tombstones.clear();
    this.#writePending();
    for (;;) {
      const chosen = chooseMerge(this.#store.listSegments());
      if (chosen.length === 0) break;
      this.#merge(chosen);
    }
    const after = stampsOf(listSourcesOfRelated(this.#store.listSegments()));
    return { isRelatedChanged: before.length !== after.length || before.some((stamp, i) => stamp !== after[i]) };
  }

  /** @see iteratePossibleCopies. Of what `settle` has written. */
  iteratePossibleCopies(search: CopySearch): Generator<ArticlePair> {
    return iteratePossibleCopies(search, this.#store);
  }

  #closeChunk(): void {
    if (this.#builder.docCount === 0) return;
    const lists = new PostingBuffer(this.#builder.encode(), POSTING_BYTES * this.#builder.postingCount);
    this.#chunks.push({ lists, size: this.#builder.docCount });
    this.#builder.clear();
  }

  #writePending(): void {
    this.#closeChunk();
    const documents: DocumentFacts[] = [];
    let first = 0;
    const inputs = this.#chunks.map(({ lists, size }): MergeInput => {
      const facts = this.#pending.slice(first, first + size);
      first += size;
      return { lists: lists[Symbol.iterator](), ...renumber(facts, documents) };
    });
    this.#chunks = [];
    this.#pending = [];
    this.#pendingNumbers.clear();
    this.#write(documents, inputs);
  }

  #merge(segments: readonly StoredSegment[]): void {
    const documents: DocumentFacts[] = [];
    const inputs = segments.map((segment): MergeInput => {
      const columns = this.#store.readColumns(segment);
      const facts = Array.from({ length: segment.size }, (_, n) =>
        segment.tombstones && hasBit(segment.tombstones, n) ? undefined : factsOf(columns, n),
      );
      return { lists: this.#store.iteratePostings(segment.id), ...renumber(facts, documents) };
    });
    this.#write(documents, inputs);
    for (const { id } of segments) this.#store.delete(id);
  }

  #write(documents: readonly DocumentFacts[], inputs: readonly MergeInput[]): void {
    if (documents.length > 0) this.#store.insert(documents, mergePostings(inputs));
  }
}

const stampsOf = (segments: readonly StoredSegment[]): string[] => segments.map(({ stamp }) => stamp);

/**
 * Numbers the documents that stay, following those in `documents`, and adds them to it.
 * @param facts `undefined` for a document that is left out
 */
function renumber(
  facts: readonly (DocumentFacts | undefined)[],
  documents: DocumentFacts[],
): Pick<MergeInput, 'newNumbers' | 'isWhole'> {
  const newNumbers = new Int32Array(facts.length).fill(-1);
  for (const [n, document] of facts.entries()) if (document) newNumbers[n] = documents.push(document) - 1;
  return { newNumbers, isWhole: !facts.includes(undefined) };
}
