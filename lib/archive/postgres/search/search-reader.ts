import type { Pool } from 'pg';
import { log } from '../../../log.ts';
import { SearchIndex } from '../../../search/index.ts';
import type { Draft } from '../../../search/segments/index.ts';
import type { ArchiveState } from '../../archive.ts';
import type { AskSearch } from '../../sql/snapshot.ts';
import { isOfSqlite } from '../../sqlite/errors.ts';
import type { Statements } from '../servers/statement-queue.ts';
import { endCopy } from './cache-sync.ts';
import { LentSegments, MissingColumns, MissingLists } from './lent-segments.ts';
import { SegmentCache } from './segment-cache.ts';
import {
  fetchColumns,
  fetchLists,
  hasSegment,
  iterateLists,
  listSegmentRows,
  type SegmentRow,
} from './segment-rows.ts';

/** A segment of fewer documents is fetched at once: that takes no longer than to fetch some of its lists. */
const FEW_DOCUMENTS = 1_024;
/** Copies of segments that no state has any more are kept for slower readers, and drafts for who writes them, in milliseconds. */
const UNUSED_TIME = 60_000;
/** After a copy could not be written, none is tried for so long, in milliseconds. */
const REST = 60_000;
/** States whose segments are remembered: readers of two servers may see two in turn. */
const REMEMBERED_STATES = 4;

/**
 * Searches the state that a transaction sees. The list of segments and their tombstones come from the transaction; what never
 * changes, columns and posting lists, from copies in the data folder. A node without copies asks the database for each list
 * that a search needs, and fetches whole segments meanwhile; a node that cannot keep copies goes on asking.
 */
export class SearchReader {
  readonly #cache: SegmentCache;
  readonly #segments: LentSegments;
  readonly #index: SearchIndex;
  readonly #rows = new Map<string, SegmentRow[]>();
  readonly #unusedSince = new Map<string, number>();
  #filling: Promise<void> | undefined;
  readonly #dataDir: string;
  /** Why copies cannot be kept. Said once, however often it is met again. */
  #trouble: string | undefined;
  #restUntil = 0;
  #isClosed = false;

  constructor(dataDir: string) {
    this.#dataDir = dataDir;
    this.#cache = new SegmentCache(dataDir, (error) => this.#noteTrouble(error));
    this.#segments = new LentSegments(this.#cache);
    this.#index = new SearchIndex(this.#segments);
  }

  /**
   * How to search in a state.
   * @param client has a transaction that sees the state
   * @param pool of the same server, from which segments are fetched in the background
   */
  in(client: Statements, pool: Pool, { origin, number }: ArchiveState): AskSearch {
    const version = `${origin}:${number}`;
    this.#isClosed = false;
    return async (ask) => {
      const rows = await this.#listRows(client, version);
      this.#segments.limitLent();
      for (;;) {
        try {
          const { found, missing } = this.#cache.read(() => {
            const missing = this.#segments.use(version, rows);
            return { missing, found: ask(this.#index) };
          });
          if (missing.length > 0) this.#fill(pool, missing);
          return found;
        } catch (error) {
          await this.#lend(client, error);
        }
      }
    };
  }

  #noteTrouble({ message: reason }: Error): void {
    this.#restUntil = performance.now() + REST;
    if (this.#trouble === undefined) {
      const message = `${this.#dataDir}: no copy of the search index can be kept (${reason}); searches ask the database, which is slower; make room, or mend its permissions`;
      log({ level: 'warn', event: 'search-copies-missing', message });
    }
    this.#trouble = reason;
  }

  get #canCopy(): boolean {
    return !this.#isClosed && this.#cache.isLasting && performance.now() >= this.#restUntil;
  }

  /** Each page asks in its own transaction until one has the answer: a transaction that ends must fail no other page. */
  async #listRows(client: Statements, version: string): Promise<SegmentRow[]> {
    const known = this.#rows.get(version);
    if (known) return known;
    const rows = await listSegmentRows(client);
    this.#rows.set(version, rows);
    for (const old of [...this.#rows.keys()].slice(0, -REMEMBERED_STATES)) this.#rows.delete(old);
    return rows;
  }

  /** Fetches what a search has found to be missing. @throws any other error */
  async #lend(client: Statements, error: unknown): Promise<void> {
    if (error instanceof MissingColumns) {
      const { stamp, size } = error.segment;
      if (size < FEW_DOCUMENTS && this.#canCopy && (await this.#copy(client, error.segment))) return;
      const columns = await fetchColumns(client, stamp);
      if (columns) this.#segments.lendColumns(stamp, columns);
    } else if (error instanceof MissingLists) {
      this.#segments.lendLists(error, await fetchLists(client, error.stamps, error.keys));
    } else throw error;
  }

  /**
   * Copies a whole segment into the data folder, in steps between which pages are made.
   * @returns false where there is no such segment any more, or where the folder cannot be written: segments are lent then
   */
  async #copy(client: Statements, row: SegmentRow): Promise<boolean> {
    const columns = await fetchColumns(client, row.stamp);
    const cache = this.#cache;
    if (!columns || this.#isClosed || !cache.isLasting) return false;
    try {
      const draft = cache.write(() => cache.store.beginDraft({ ...row, columns }));
      let isCopied = false;
      try {
        isCopied =
          (await this.#fillDraft(client, draft, row.stamp)) && cache.write(() => endCopy(cache, draft, row.stamp));
      } finally {
        if (!isCopied && !this.#isClosed) cache.write(() => cache.store.dropDraft(draft));
      }
      if (isCopied) this.#trouble = undefined;
      return isCopied;
    } catch (error) {
      if (!(error instanceof Error) || !isOfSqlite(error)) throw error;
      this.#noteTrouble(error);
      return false;
    }
  }

  /** @returns false where the draft or the segment has been deleted meanwhile */
  async #fillDraft(client: Statements, draft: Draft, stamp: string): Promise<boolean> {
    const cache = this.#cache;
    for await (const lists of iterateLists(client, stamp)) {
      if (this.#isClosed || !cache.write(() => cache.store.addToDraft(draft, lists))) return false;
    }
    return (await hasSegment(client, stamp)) && !this.#isClosed;
  }

  /** Copies segments in the background, in an order of its own in each process, so that few are fetched twice. */
  #fill(pool: Pool, rows: readonly SegmentRow[]): void {
    if (!this.#canCopy) return;
    this.#filling ??= this.#fillAll(pool, rows)
      // The next search that misses a segment tries again.
      .catch(() => {})
      .finally(() => {
        this.#filling = undefined;
      });
  }

  async #fillAll(pool: Pool, rows: readonly SegmentRow[]): Promise<void> {
    const client = await pool.connect();
    try {
      await this.#fillFrom(client, rows);
      client.release();
    } catch (error) {
      // It may still wait for an answer.
      client.release(true);
      throw error;
    }
  }

  async #fillFrom(client: Statements, rows: readonly SegmentRow[]): Promise<void> {
    for (const row of rows.toSorted(() => Math.random() - 0.5)) {
      if (!this.#canCopy) return;
      if (!this.#cache.has(row.stamp)) await this.#copy(client, row);
    }
    const used = await listSegmentRows(client);
    if (!this.#isClosed) this.#forgetUnused(used);
  }

  /** Deletes copies of segments that have not been in use for a while. */
  #forgetUnused(rows: readonly SegmentRow[]): void {
    const used = new Set(rows.map(({ stamp }) => stamp));
    const now = performance.now();
    const { store } = this.#cache;
    const isOld = ({ stamp }: Draft): boolean => {
      if (used.has(stamp)) return false;
      const since = this.#unusedSince.get(stamp) ?? now;
      this.#unusedSince.set(stamp, since);
      return now - since > UNUSED_TIME;
    };
    this.#cache.write(() => {
      for (const stored of [...store.listSegments(), ...store.listDrafts()].filter(isOld)) {
        store.delete(stored.id);
        this.#unusedSince.delete(stored.stamp);
      }
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#cache.close();
  }
}
