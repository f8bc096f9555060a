import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Statements } from '../../sqlite-statements.ts';
import { type Bitset, emptyBitset, hasBit } from '../postings/bitset.ts';
import { KEY_LIMIT } from '../postings/keys.ts';
import type { PostingList } from '../postings/posting-list.ts';
import { type DocumentFacts, decodeColumns, encodeColumns, type SegmentColumns, TIMELESS } from './columns.ts';

/** What is stored of a segment beside its columns and posting lists. */
export interface StoredSegment {
  id: number;
  /** Identifies the segment for good, where `id` is used again. */
  stamp: string;
  size: number;
  /** Times of publication of its dated documents, in seconds since 1970; both 0 where it has none. */
  oldest: number;
  newest: number;
  tombstones: Bitset | undefined;
}

/** All of a segment but its posting lists. */
export interface WholeSegment extends Omit<StoredSegment, 'id'> {
  /** @see encodeColumns */
  columns: Uint8Array;
}

/** Where a document is. */
export interface StoredPlace {
  segment: number;
  document: number;
}

/** Where a reader finds segments. */
export interface SegmentReader {
  /** Changes when the list of segments, or what it says of one, may have changed. */
  getVersion(): number | string;
  /** All segments by their ids. */
  listSegments(): readonly StoredSegment[];
  readColumns(segment: { id: number; size: number }): SegmentColumns;
  /** Told before lists are read, where it is known which: a reader that has them from elsewhere fetches all of them at once. */
  willRead(segments: readonly number[], keys: readonly number[]): void;
  /** The encoded documents of one posting list; `undefined` where the segment has no such list. */
  readDocs(segment: number, key: number): Uint8Array | undefined;
  /** The same, but `null` for a list of more than `mostBytes`. */
  readShortDocs(segment: number, key: number, mostBytes: number): Uint8Array | null | undefined;
  /** The documents and neighbours of a bigram; `undefined` where the segment does not have it. */
  readBigram(segment: number, key: number): Pick<PostingList, 'docs' | 'before' | 'after'> | undefined;
  /** The position records of a bigram that the segment has. */
  readPositions(segment: number, key: number): Uint8Array;
}

/**
 * Segments in the tables of `SEARCH_SCHEMA`: the only place of the engine that knows SQL. A segment is made of documents' facts and
 * posting lists and gives both back, so that another store can take its place behind the same methods, and a segment can be
 * copied from one store to another.
 */
export class SegmentStore implements SegmentReader {
  readonly #db: DatabaseSync;
  readonly #statements: Statements;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#statements = new Statements(db);
  }

  getVersion(): number {
    return Number(this.#statements.get('PRAGMA data_version').get()?.data_version);
  }

  listSegments(): StoredSegment[] {
    return this.#statements
      .get(
        `SELECT id, stamp, size, oldest, newest, documents FROM search_segments LEFT JOIN search_tombstones ON segment = id
         ORDER BY id`,
      )
      .all()
      .map((row) => ({
        id: Number(row.id),
        stamp: String(row.stamp),
        size: Number(row.size),
        oldest: Number(row.oldest),
        newest: Number(row.newest),
        tombstones: row.documents instanceof Uint8Array ? toBitset(row.documents, Number(row.size)) : undefined,
      }));
  }

  readColumns({ id, size }: { id: number; size: number }): SegmentColumns {
    const row = this.#statements.get('SELECT columns FROM search_segments WHERE id = ?').get(id);
    return decodeColumns(row?.columns as Uint8Array, size);
  }

  /** Nothing is to be fetched. */
  willRead(): void {}

  /** The tombstones of a segment, ready to be added to. */
  readTombstones(segment: number): Bitset {
    const row = this.#statements
      .get('SELECT size, documents FROM search_segments LEFT JOIN search_tombstones ON segment = id WHERE id = ?')
      .get(segment);
    const size = Number(row?.size);
    return row?.documents instanceof Uint8Array ? toBitset(row.documents, size) : emptyBitset(size);
  }

  /** Replaces the tombstones of a segment. */
  writeTombstones(segment: number, tombstones: Bitset): void {
    this.#statements
      .get('INSERT OR REPLACE INTO search_tombstones VALUES (?, ?)')
      .run(segment, new Uint8Array(tombstones.buffer));
  }

  /** The same where there may be none. */
  replaceTombstones(segment: number, tombstones: Bitset | undefined): void {
    if (tombstones) this.writeTombstones(segment, tombstones);
    else this.#statements.get('DELETE FROM search_tombstones WHERE segment = ?').run(segment);
  }

  readDocs(segment: number, key: number): Uint8Array | undefined {
    const row = this.#statements.get('SELECT docs FROM search_postings WHERE id = ?').get(listId(segment, key));
    return row?.docs as Uint8Array | undefined;
  }

  readShortDocs(segment: number, key: number, mostBytes: number): Uint8Array | null | undefined {
    const row = this.#statements
      .get('SELECT CASE WHEN length(docs) <= ? THEN docs END AS docs FROM search_postings WHERE id = ?')
      .get(mostBytes, listId(segment, key));
    return row?.docs as Uint8Array | null | undefined;
  }

  readBigram(segment: number, key: number): Pick<PostingList, 'docs' | 'before' | 'after'> | undefined {
    const row = this.#statements
      .get('SELECT docs, before, after FROM search_postings WHERE id = ?')
      .get(listId(segment, key));
    return row as unknown as Pick<PostingList, 'docs' | 'before' | 'after'> | undefined;
  }

  readPositions(segment: number, key: number): Uint8Array {
    const row = this.#statements.get('SELECT positions FROM search_postings WHERE id = ?').get(listId(segment, key));
    return row?.positions as Uint8Array;
  }

  /** All posting lists of a segment in ascending order of their keys. Several loops may run at once. */
  *iteratePostings(segment: number): Generator<PostingList> {
    const rows = this.#db
      .prepare('SELECT id, before, after, docs, positions FROM search_postings WHERE id >= ? AND id < ? ORDER BY id')
      .iterate(listId(segment, 0), listId(segment + 1, 0));
    for (const { id, before, after, docs, positions } of rows) {
      yield {
        key: Number(id) - listId(segment, 0),
        before: Number(before),
        after: Number(after),
        docs: docs as Uint8Array,
        positions: positions as Uint8Array,
      };
    }
  }

  /** Adds a segment. @param documents at least one; document n of the posting lists is the n-th */
  insert(documents: readonly DocumentFacts[], lists: Iterable<PostingList>): void {
    const { oldest, newest } = spanOf(documents);
    const columns = encodeColumns(documents);
    const segment = { stamp: randomUUID(), size: documents.length, oldest, newest, columns, tombstones: undefined };
    this.copyIn(segment, lists);
  }

  /** A segment, ready to be copied into another store. */
  copyOut(stored: StoredSegment): { segment: WholeSegment; lists: Iterable<PostingList> } {
    const row = this.#statements.get('SELECT columns FROM search_segments WHERE id = ?').get(stored.id);
    const { stamp, size, oldest, newest, tombstones } = stored;
    const columns = row?.columns as Uint8Array;
    return { segment: { stamp, size, oldest, newest, tombstones, columns }, lists: this.iteratePostings(stored.id) };
  }

  /** Adds a segment that another store has. */
  copyIn(segment: WholeSegment, lists: Iterable<PostingList>): void {
    const { stamp, size, oldest, newest, columns, tombstones } = segment;
    const id = this.#findFreeId();
    this.#statements
      .get('INSERT INTO search_segments VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, stamp, size, oldest, newest, columns);
    const insertList = this.#statements.get('INSERT INTO search_postings VALUES (?, ?, ?, ?, ?)');
    for (const { key, before, after, docs, positions } of lists) {
      insertList.run(listId(id, key), before, after, docs, positions);
    }
    if (tombstones) this.writeTombstones(id, tombstones);
    this.writePlaces({ id, size, tombstones });
  }

  /** Notes where the documents of a segment are, but for those with tombstones. */
  writePlaces(segment: Pick<StoredSegment, 'id' | 'size' | 'tombstones'>): void {
    const { id, size, tombstones } = segment;
    const { articles } = this.readColumns(segment);
    const insertPlace = this.#statements.get('INSERT OR REPLACE INTO search_documents VALUES (?, ?, ?)');
    for (let document = 0; document < size; document++) {
      if (!tombstones || !hasBit(tombstones, document)) insertPlace.run(articles[document] ?? 0, id, document);
    }
  }

  /** Deletes a segment whose documents are in another one, or gone. */
  delete(id: number): void {
    this.#statements.get('DELETE FROM search_segments WHERE id = ?').run(id);
    this.#statements.get('DELETE FROM search_tombstones WHERE segment = ?').run(id);
    this.#statements.get('DELETE FROM search_postings WHERE id >= ? AND id < ?').run(listId(id, 0), listId(id + 1, 0));
  }

  /** Small ids keep `listId` exact: it is up to 2 ** 18 segments. */
  #findFreeId(): number {
    const taken = new Set(
      this.#statements
        .get('SELECT id FROM search_segments ORDER BY id')
        .all()
        .map(({ id }) => id),
    );
    let id = 1;
    while (taken.has(id)) id++;
    return id;
  }

  /** Where an article's document is; `undefined` where the index does not have it. */
  findDocument(article: number): StoredPlace | undefined {
    const row = this.#statements.get('SELECT segment, document FROM search_documents WHERE article = ?').get(article);
    return row && { segment: Number(row.segment), document: Number(row.document) };
  }

  /** Forgets documents whose segments are deleted. */
  forgetMissing(): void {
    this.#statements.get('DELETE FROM search_documents WHERE segment NOT IN (SELECT id FROM search_segments)').run();
  }

  forgetDocument(article: number): void {
    this.#statements.get('DELETE FROM search_documents WHERE article = ?').run(article);
  }
}

function spanOf(documents: readonly DocumentFacts[]): { oldest: number; newest: number } {
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  for (const { publishedAt } of documents) {
    if (publishedAt === TIMELESS) continue;
    oldest = Math.min(oldest, publishedAt);
    newest = Math.max(newest, publishedAt);
  }
  return oldest > newest ? { oldest: 0, newest: 0 } : { oldest, newest };
}

const listId = (segment: number, key: number): number => segment * KEY_LIMIT + key;

/** Bits from the bytes that they were stored as. @param size number of bits */
export function toBitset(bytes: Uint8Array, size: number): Bitset {
  const bits = emptyBitset(size);
  new Uint8Array(bits.buffer).set(bytes);
  return bits;
}
