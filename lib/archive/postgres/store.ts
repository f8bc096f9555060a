import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { PoolClient } from 'pg';
import { describeDatabase } from '../../database-address.ts';
import { SearchIndexWriter } from '../../search/index.ts';
import { SegmentStore, type StoredSegment } from '../../search/segments/index.ts';
import { getMeta, setMeta } from '../sql/write/meta.ts';
import { SqlWriter } from '../sql/write/writer.ts';
import { SqliteDatabase } from '../sqlite/database.ts';
import { unwritable } from '../sqlite/errors.ts';
import { SqliteHeads } from '../sqlite/heads.ts';
import { READABLE_SINCE, SCHEMA } from '../sqlite/schema.ts';
import type { ArchiveChange, ArchiveStore, Duty, UpdateMode } from '../store.ts';
import { settingsOf, waitForTurn } from '../turn.ts';
import { analyzeTables, copyTables } from './copy-tables.ts';
import { PostgresDatabase } from './database.ts';
import { lostDuty, PostgresDuty } from './duty.ts';
import { explain } from './errors.ts';
import { EpochHeads } from './heads.ts';
import { WRITING_PLANS } from './plans.ts';
import { beginChange, copyAll, endChange, followChanges } from './search/cache-sync.ts';
import { SegmentCache } from './search/segment-cache.ts';
import { shipSegments } from './search/segment-rows.ts';
import { BEGIN_WRITING, quick } from './servers/connections.ts';
import { onPrimary } from './servers/primary.ts';
import { StatementQueue, type Statements } from './servers/statement-queue.ts';
import { WriteBehind } from './write-behind.ts';

/** Notes of an archive that was made elsewhere, which say nothing of this one. */
const OTHER_NOTES = ['settings', 'origin', 'state', 'changed_at'];

/** Between two attempts to get the duty, in milliseconds: each asks the server several questions. */
const TURN_PAUSE = 1_000;

interface StoreOptions {
  databaseUrl: string;
  /** Where copies of the search index's segments are kept, and an archive is made from nothing. */
  dataDir: string;
  /** In which days are counted. */
  timezone: string;
}

/** The archive in a PostgreSQL database, for the process that writes it. */
export class PostgresStore implements ArchiveStore {
  readonly #databaseUrl: string;
  readonly #dataDir: string;
  readonly #timezone: string;

  constructor({ databaseUrl, dataDir, timezone }: StoreOptions) {
    this.#databaseUrl = databaseUrl;
    this.#dataDir = dataDir;
    this.#timezone = timezone;
  }

  hasState(): Promise<boolean> {
    return this.#connected(async (client) => {
      // Without a duty, whose loss would end a wait for a silent server.
      const { rows } = await client.query(quick("SELECT to_regclass('head') IS NOT NULL AS exists"));
      if (!rows[0]?.exists) return false;
      return (await client.query(quick('SELECT number FROM head'))).rows[0]?.number > 0;
    });
  }

  async takeDuty(stop?: AbortSignal): Promise<Duty | undefined> {
    return this.#explained(() => PostgresDuty.take(this.#databaseUrl, stop));
  }

  /** Copies what is new in the search index, of which an update needs all. */
  async follow(stop: AbortSignal): Promise<void> {
    const cache = new SegmentCache(this.#dataDir);
    try {
      await this.#connected(async (client) => {
        await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY');
        await followChanges(cache, client).finally(() => client.query('COMMIT'));
      }, stop);
    } finally {
      cache.close();
    }
  }

  update<Result>(mode: UpdateMode, change: ArchiveChange<Result>): Promise<Result> {
    return this.#explained(async () => {
      if (mode.duty instanceof PostgresDuty) return this.#updateUnder(mode.duty, mode, change);
      const place = describeDatabase(this.#databaseUrl);
      const duty = await waitForTurn(() => PostgresDuty.take(this.#databaseUrl), place, TURN_PAUSE);
      try {
        return await this.#updateUnder(duty, mode, change);
      } finally {
        await duty.release();
      }
    });
  }

  async #updateUnder<Result>(duty: PostgresDuty, mode: UpdateMode, change: ArchiveChange<Result>): Promise<Result> {
    try {
      return await this.#connected(async (client) => {
        const isUsable =
          !mode.isFull && (await getMeta(new PostgresDatabase(client), 'settings')) === settingsOf(mode.fingerprint);
        return isUsable ? this.#updateInPlace(client, duty, change) : this.#rebuild(client, duty, mode, change);
      }, duty.loss);
    } catch (error) {
      // Whatever fails then does so because of it.
      throw duty.loss.aborted ? lostDuty(this.#databaseUrl, error) : error;
    }
  }

  async #updateInPlace<Result>(client: PoolClient, duty: PostgresDuty, change: ArchiveChange<Result>): Promise<Result> {
    const cache = new SegmentCache(this.#dataDir);
    try {
      const result = await this.#transact(client, duty, async (statements, heads) => {
        await beginChange(cache, client);
        const db = new WriteBehind(new PostgresDatabase(statements));
        const search = new CopiesWriter(cache);
        const result = await change(new SqlWriter({ db, search, heads, isEmpty: false, timezone: this.#timezone }));
        await db.flush();
        await shipSegments(cache.store, search.segments ?? cache.store.listSegments(), client);
        return result;
      });
      endChange(cache);
      return result;
    } finally {
      cache.close();
    }
  }

  /** Makes an archive in a file, as the other store does, and puts it in the place of the one in the database. */
  async #rebuild<Result>(
    client: PoolClient,
    duty: PostgresDuty,
    mode: UpdateMode,
    change: ArchiveChange<Result>,
  ): Promise<Result> {
    mkdirSync(this.#dataDir, { recursive: true });
    const path = join(this.#dataDir, `new-${process.pid}.sqlite`);
    rmSync(path, { force: true });
    const file = new DatabaseSync(path);
    const cache = new SegmentCache(this.#dataDir);
    try {
      file.exec(
        'PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -131072',
      );
      file.exec(`BEGIN; ${SCHEMA}`);
      const made = new SqliteDatabase(file);
      const search = new SearchIndexWriter(file);
      const result = await change(
        new SqlWriter({ db: made, search, heads: new SqliteHeads(made), isEmpty: true, timezone: this.#timezone }),
      );
      file.exec('COMMIT');
      await this.#transact(client, duty, async (statements, heads) => {
        await copyTables(file, client);
        const db = new PostgresDatabase(statements);
        for (const { key, value } of await made.all('SELECT key, value FROM meta')) {
          if (!OTHER_NOTES.includes(String(key))) await setMeta(db, String(key), String(value));
        }
        await setMeta(db, 'settings', settingsOf(mode.fingerprint));
        await setMeta(db, 'readable_since', String(READABLE_SINCE));
        const { origin, number } = await heads.next(Number(await getMeta(made, 'changed_at')));
        await db.run('INSERT INTO states VALUES (?, ?)', number, origin);
        const segments = new SegmentStore(file);
        await shipSegments(segments, segments.listSegments(), client);
      });
      copyAll(cache, path);
      endChange(cache);
      await analyzeTables(client);
      return result;
    } finally {
      cache.close();
      file.close();
      rmSync(path, { force: true });
    }
  }

  async #transact<Result>(
    client: PoolClient,
    duty: PostgresDuty,
    run: (statements: Statements, heads: EpochHeads) => Promise<Result>,
  ): Promise<Result> {
    await client.query(`${BEGIN_WRITING}; ${WRITING_PLANS}`);
    const statements = new StatementQueue(client);
    const heads = new EpochHeads(client, duty.epoch);
    try {
      if (!(await heads.hold())) {
        duty.end();
        throw lostDuty(this.#databaseUrl);
      }
      const result = await run(statements, heads);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await statements.end();
      // A lost connection has ended its transaction already.
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  #connected<Result>(run: (client: PoolClient) => Promise<Result>, loss?: AbortSignal): Promise<Result> {
    return this.#explained(() => onPrimary(this.#databaseUrl, run, loss));
  }

  async #explained<Result>(run: () => Promise<Result>): Promise<Result> {
    try {
      return await run();
    } catch (error) {
      throw explain(error, this.#databaseUrl) ?? unwritable(error, this.#dataDir) ?? error;
    }
  }
}

/** Writes a node's copies of the segments, from which they are shipped. */
class CopiesWriter extends SearchIndexWriter {
  readonly #cache: SegmentCache;
  /** Those that the update leaves; absent before it has settled. Readers may copy others behind it that it has just deleted. */
  segments: readonly StoredSegment[] | undefined;

  constructor(cache: SegmentCache) {
    super(cache.db);
    this.#cache = cache;
  }

  override settle(): { isRelatedChanged: boolean } {
    return this.#cache.write(() => {
      const settled = super.settle();
      this.segments = this.#cache.store.listSegments();
      return settled;
    });
  }
}
