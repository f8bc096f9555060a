import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { Kinds } from './facet-counts.ts';
import { decodeColumns, type SegmentColumns } from './segment-columns.ts';
import { firstListId } from './segment-keys.ts';

/** A part of the search index: up to `SEGMENT_LIMIT` documents with their lists. */
export interface Segment {
  id: number;
  stamp: string;
  columns: SegmentColumns;
  /** The kind of each document: a number of the list's `kinds`. */
  kinds: Uint32Array;
  /** Its documents by their time, the oldest first. */
  timeline: Uint16Array;
  /** Number of its list of key 0. */
  base: number;
  /** A bit for each document, set for those that are removed; `null` where none is. */
  dead: Uint8Array | null;
}

/** A document of a segment. */
export interface Place {
  segment: Segment;
  document: number;
}

/** The segments of one open index. */
export class SegmentList {
  readonly kinds = new Kinds();
  readonly #version: StatementSync;
  readonly #segments: StatementSync;
  readonly #columns: StatementSync;
  readonly #places: StatementSync;
  #known: { version: number; segments: readonly Segment[] } = { version: -1, segments: [] };

  constructor(db: DatabaseSync) {
    this.#version = db.prepare('PRAGMA data_version');
    this.#segments = db.prepare('SELECT id, stamp, size, dead FROM search_segments ORDER BY id');
    this.#columns = db.prepare('SELECT columns FROM search_segments WHERE id = ?');
    this.#places = db.prepare('SELECT segment, document FROM search_places WHERE article = ?');
  }

  /** All segments, by their numbers: read again after a change of the index; the columns of new ones alone, since those never change. */
  list(): readonly Segment[] {
    const version = Number(this.#version.get()?.data_version);
    if (version === this.#known.version) return this.#known.segments;
    const known = new Map(this.#known.segments.map((segment) => [segment.stamp, segment]));
    const segments = this.#segments.all().map((row) => {
      const id = Number(row.id);
      const stamp = String(row.stamp);
      const { columns, kinds, timeline } = known.get(stamp) ?? this.#read(id, Number(row.size));
      return {
        id,
        stamp,
        columns,
        kinds,
        timeline,
        base: firstListId(id),
        dead: row.dead as Uint8Array | null,
      };
    });
    this.#known = { version, segments };
    return segments;
  }

  #read(id: number, size: number): Pick<Segment, 'columns' | 'kinds' | 'timeline'> {
    const columns = decodeColumns(this.#columns.get(id)?.columns as Uint8Array, size);
    const { publishedAt } = columns;
    const timeline = Uint16Array.from({ length: size }, (_, document) => document);
    timeline.sort((a, b) => (publishedAt[a] ?? 0) - (publishedAt[b] ?? 0));
    return { columns, kinds: this.kinds.of(columns), timeline };
  }

  /** Where an article is, if anywhere. */
  findPlace(article: number): Place | undefined {
    const place = this.#places.get(article);
    const segment = place && this.list().find(({ id }) => id === place.segment);
    return segment && { segment, document: Number(place.document) };
  }
}
