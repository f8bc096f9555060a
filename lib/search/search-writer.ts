import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type Facet,
  facetKey,
  foldText,
  type MergeInput,
  mergePostings,
  type Posting,
  SEGMENT_LIMIT,
  type SearchText,
  SegmentBuilder,
} from './index.ts';
import { PackedPostings } from './packed-postings.ts';
import { type DocumentFacts, decodeColumns, encodeColumns, factsOf } from './segment-columns.ts';
import { firstListId, LISTS_PER_SEGMENT } from './segment-keys.ts';

/** An article as the search index takes it. */
export interface SearchArticle extends DocumentFacts, SearchText {
  /** Numbers of the listings of its tags. */
  tags: readonly number[];
  /** Names of its medium and of its original's host. */
  sources: readonly string[];
}

interface SegmentRow {
  id: number;
  size: number;
  dead_count: number;
}

/** So many segments of one magnitude are merged into one. */
const FAN_IN = 8;
/** Entries that are inverted at a time: some 30 MB. */
const CHUNK_ENTRIES = 1_000_000;
/** What an encoded entry takes, about. */
const BYTES_PER_ENTRY = 2.5;

/**
 * Keeps the search index, inside the caller's transaction. New documents make a new segment; changed and removed ones are
 * marked in theirs; small segments are merged as they add up, so that each document is rewritten a few times in its life and an
 * update never writes more than one segment of full size, however large the archive.
 */
export class SearchWriter {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #builder = new SegmentBuilder();
  /** Documents that are inverted but not yet written, in chunks, and what each is; a removed one is `undefined`. */
  #chunks: { postings: PackedPostings; size: number }[] = [];
  #pending: (DocumentFacts | undefined)[] = [];
  /** Few: media and hosts. */
  readonly #sourceIds = new Map<string, number>();
  readonly #pendingPlaces = new Map<number, number>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  #sql(text: string): StatementSync {
    const statement = this.#statements.get(text) ?? this.#db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  /** Adds an article that the index does not have. */
  add(article: SearchArticle): void {
    const facet = (kind: Facet) => (id: number) => facetKey(kind, id);
    const sources = new Set(article.sources.map((name) => this.#sourceId(name)));
    this.#builder.add({
      foldedTitle: article.foldedTitle,
      foldedText: article.foldedText,
      facets: [
        ...article.categories.map(facet('category')),
        ...article.tags.map(facet('tag')),
        ...[...sources].map(facet('source')),
      ],
    });
    const { publishedAt, day, categories, signature } = article;
    this.#pendingPlaces.set(article.article, this.#pending.length);
    this.#pending.push({ article: article.article, publishedAt, day, categories, signature });
    if (this.#builder.size >= CHUNK_ENTRIES) this.#closeChunk();
    if (this.#pending.length === SEGMENT_LIMIT) this.#writePending();
  }

  #sourceId(name: string): number {
    let id = this.#sourceIds.get(name);
    if (id === undefined) {
      const folded = foldText(name);
      const row = this.#sql('SELECT id FROM sources WHERE folded = ?').get(folded);
      id = Number(row?.id ?? this.#sql('INSERT INTO sources (folded) VALUES (?)').run(folded).lastInsertRowid);
      this.#sourceIds.set(name, id);
    }
    return id;
  }

  /** Removes an article, if the index has it. */
  remove(article: number): void {
    const pending = this.#pendingPlaces.get(article);
    if (pending !== undefined) {
      this.#pending[pending] = undefined;
      this.#pendingPlaces.delete(article);
      return;
    }
    const place = this.#sql('SELECT segment, document FROM search_places WHERE article = ?').get(article);
    if (!place) return;
    const segment = Number(place.segment);
    const document = Number(place.document);
    const row = this.#sql('SELECT size, dead FROM search_segments WHERE id = ?').get(segment);
    const dead = row?.dead instanceof Uint8Array ? row.dead.slice() : new Uint8Array((Number(row?.size) + 7) >>> 3);
    dead[document >>> 3] = (dead[document >>> 3] ?? 0) | (1 << (document & 7));
    this.#sql('UPDATE search_segments SET dead = ?, dead_count = dead_count + 1 WHERE id = ?').run(dead, segment);
    this.#sql('DELETE FROM search_places WHERE article = ?').run(article);
  }

  /** Writes what was added, and merges small segments. Call once before each commit. */
  settle(): void {
    this.#writePending();
    for (;;) {
      const chosen = this.#chooseMerge();
      if (chosen.length === 0) return;
      this.#merge(chosen);
    }
  }

  #closeChunk(): void {
    if (this.#builder.docCount === 0) return;
    const postings = new PackedPostings(this.#builder.encode(), BYTES_PER_ENTRY * this.#builder.size);
    this.#chunks.push({ postings, size: this.#builder.docCount });
    this.#builder.clear();
  }

  #writePending(): void {
    this.#closeChunk();
    const documents: DocumentFacts[] = [];
    let first = 0;
    const inputs = this.#chunks.map(({ postings, size }): MergeInput => {
      const facts = this.#pending.slice(first, first + size);
      first += size;
      return { postings: postings[Symbol.iterator](), ...take(facts, documents) };
    });
    this.#chunks = [];
    this.#pending = [];
    this.#pendingPlaces.clear();
    this.#write(documents, inputs);
  }

  #write(documents: readonly DocumentFacts[], inputs: readonly MergeInput[]): void {
    if (documents.length === 0) return;
    const id = this.#freeId();
    this.#sql('INSERT INTO search_segments (id, stamp, size, columns) VALUES (?, ?, ?, ?)').run(
      id,
      randomUUID(),
      documents.length,
      encodeColumns(documents),
    );
    const insert = this.#sql('INSERT INTO search_lists (id, before, after, docs, positions) VALUES (?, ?, ?, ?, ?)');
    for (const { key, before, after, docs, positions } of mergePostings(inputs)) {
      insert.run(firstListId(id) + key, before, after, docs, positions);
    }
    const place = this.#sql('INSERT OR REPLACE INTO search_places VALUES (?, ?, ?)');
    for (const [document, { article }] of documents.entries()) place.run(article, id, document);
  }

  #freeId(): number {
    const taken = new Set(this.#listSegments().map(({ id }) => id));
    let id = 1;
    while (taken.has(id)) id++;
    return id;
  }

  #listSegments(): SegmentRow[] {
    return this.#sql('SELECT id, size, dead_count FROM search_segments ORDER BY id').all() as unknown as SegmentRow[];
  }

  /** Segments to be made one: too many of a magnitude, or one that is mostly dead. */
  #chooseMerge(): SegmentRow[] {
    const magnitudes = new Map<number, SegmentRow[]>();
    for (const segment of this.#listSegments()) {
      if (2 * segment.dead_count > segment.size) return [segment];
      const magnitude = Math.floor(Math.log(live(segment)) / Math.log(FAN_IN));
      magnitudes.set(magnitude, [...(magnitudes.get(magnitude) ?? []), segment]);
    }
    for (const segments of magnitudes.values()) {
      if (segments.length < FAN_IN) continue;
      const chosen: SegmentRow[] = [];
      let total = 0;
      for (const segment of segments.sort((a, b) => live(a) - live(b))) {
        total += live(segment);
        if (total > SEGMENT_LIMIT) break;
        chosen.push(segment);
      }
      if (chosen.length > 1) return chosen;
    }
    return [];
  }

  #merge(segments: readonly SegmentRow[]): void {
    const documents: DocumentFacts[] = [];
    const inputs = segments.map(({ id, size }): MergeInput => {
      const row = this.#sql('SELECT columns, dead FROM search_segments WHERE id = ?').get(id);
      const columns = decodeColumns(row?.columns as Uint8Array, size);
      const dead = row?.dead as Uint8Array | null;
      const facts = Array.from({ length: size }, (_, n) =>
        dead && ((dead[n >>> 3] ?? 0) >>> (n & 7)) & 1 ? undefined : factsOf(columns, n),
      );
      return { postings: this.#iterateLists(id), ...take(facts, documents) };
    });
    this.#write(documents, inputs);
    for (const { id } of segments) {
      this.#sql('DELETE FROM search_segments WHERE id = ?').run(id);
      this.#sql('DELETE FROM search_lists WHERE id >= ? AND id < ?').run(firstListId(id), firstListId(id + 1));
    }
  }

  *#iterateLists(segment: number): Generator<Posting> {
    // Each of the segments that are merged needs a cursor of its own.
    const rows = this.#db
      .prepare('SELECT id, before, after, docs, positions FROM search_lists WHERE id >= ? AND id < ? ORDER BY id')
      .iterate(firstListId(segment), firstListId(segment + 1));
    for (const { id, before, after, docs, positions } of rows) {
      yield {
        key: Number(id) % LISTS_PER_SEGMENT,
        before: Number(before),
        after: Number(after),
        docs: docs as Uint8Array,
        positions: positions as Uint8Array,
      };
    }
  }
}

const live = ({ size, dead_count }: SegmentRow): number => Math.max(1, size - dead_count);

/** Numbers the documents that are there, behind those that `documents` holds, and adds them to it. */
function take(
  facts: readonly (DocumentFacts | undefined)[],
  documents: DocumentFacts[],
): Pick<MergeInput, 'numbers' | 'isWhole'> {
  const numbers = new Int32Array(facts.length).fill(-1);
  for (const [n, document] of facts.entries()) if (document) numbers[n] = documents.push(document) - 1;
  return { numbers, isWhole: !facts.includes(undefined) };
}
