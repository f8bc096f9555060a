import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { SearchIndexWriter } from '../../search/index.ts';
import { SegmentStore } from '../../search/segments/index.ts';
import { ArchiveError } from '../errors.ts';
import { getMeta, setMeta } from '../sql/write/meta.ts';
import { SqlWriter } from '../sql/write/writer.ts';
import { SqliteDatabase } from '../sqlite/database.ts';
import { unwritable } from '../sqlite/errors.ts';
import { SqliteHeads } from '../sqlite/heads.ts';
import { SCHEMA, SCHEMA_VERSION } from '../sqlite/schema.ts';
import type { ArchiveStore, ArchiveWriter, UpdateMode } from '../store.ts';
import { Connections } from './connect.ts';
import { analyzeTables, copyTables } from './copy-tables.ts';
import { PostgresDatabase } from './database.ts';
import { describeUrl, explain, standby } from './errors.ts';
import { Epoch } from './heads.ts';
import { migrate } from './migrate.ts';
import { beginChange, copyAll, endChange } from './search/cache-sync.ts';
import { SegmentCache } from './search/segment-cache.ts';
import { shipSegments } from './search/segment-rows.ts';

/** Advisory lock of the process that writes: any number that other programs of the database do not use. */
const WRITER_LOCK = 4_021_936_502_117;
const LOCK_WAIT_MILLISECONDS = 10_000;
const LOCK_RETRY_MILLISECONDS = 50;
/** Milliseconds after which an unused connection is closed. */
const IDLE_TIME = 60_000;
/** Notes of an archive that was made elsewhere, which say nothing of this one. */
const OTHER_NOTES = ['settings', 'origin', 'state', 'changed_at'];

type Change<Result> = (writer: ArchiveWriter) => Promise<Result>;

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
      const { rows } = await client.query("SELECT to_regclass('head') IS NOT NULL AS exists");
      if (!rows[0]?.exists) return false;
      return (await client.query('SELECT number FROM head')).rows[0]?.number > 0;
    });
  }

  update<Result>(mode: UpdateMode, change: Change<Result>): Promise<Result> {
    return this.#connected(async (client) => {
      await this.#takeLock(client);
      await migrate(client);
      const epoch = await Epoch.take(client);
      const db = new PostgresDatabase(client);
      const isUsable = !mode.isFull && (await getMeta(db, 'settings')) === settingsOf(mode);
      const result = isUsable
        ? await this.#updateInPlace(client, epoch, change)
        : await this.#rebuild(client, epoch, mode, change);
      await client.query('SELECT pg_advisory_unlock($1)', [WRITER_LOCK]);
      return result;
    });
  }

  async #updateInPlace<Result>(client: PoolClient, epoch: Epoch, change: Change<Result>): Promise<Result> {
    const cache = new SegmentCache(this.#dataDir);
    try {
      const result = await this.#transact(client, epoch, async () => {
        await beginChange(cache, client);
        const db = new PostgresDatabase(client);
        const search = new CopiesWriter(cache);
        const result = await change(
          new SqlWriter({ db, search, heads: epoch, isEmpty: false, timezone: this.#timezone }),
        );
        await shipSegments(cache.store, client);
        return result;
      });
      endChange(cache);
      return result;
    } finally {
      cache.close();
    }
  }

  /** Makes an archive in a file, as the other store does, and puts it in the place of the one in the database. */
  async #rebuild<Result>(client: PoolClient, epoch: Epoch, mode: UpdateMode, change: Change<Result>): Promise<Result> {
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
      const heads = new SqliteHeads(made);
      const result = await change(new SqlWriter({ db: made, search, heads, isEmpty: true, timezone: this.#timezone }));
      file.exec('COMMIT');
      await this.#transact(client, epoch, async () => {
        await copyTables(file, client);
        const db = new PostgresDatabase(client);
        for (const { key, value } of await made.all('SELECT key, value FROM meta')) {
          if (!OTHER_NOTES.includes(String(key))) await setMeta(db, String(key), String(value));
        }
        await setMeta(db, 'settings', settingsOf(mode));
        const { origin, number } = await epoch.next(Number(await getMeta(made, 'changed_at')));
        await db.run('INSERT INTO states VALUES (?, ?)', number, origin);
        await shipSegments(new SegmentStore(file), client);
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

  async #transact<Result>(client: PoolClient, epoch: Epoch, run: () => Promise<Result>): Promise<Result> {
    await client.query('BEGIN');
    try {
      await epoch.hold();
      const result = await run();
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A lost connection has ended its transaction already.
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  /** One writer at a time. The server itself releases the lock when its holder's connection ends. */
  async #takeLock(client: PoolClient): Promise<void> {
    const deadline = performance.now() + LOCK_WAIT_MILLISECONDS;
    for (;;) {
      const { rows: locks } = await client.query('SELECT pg_try_advisory_lock($1) AS taken', [WRITER_LOCK]);
      if (locks[0]?.taken) return;
      if (performance.now() > deadline) {
        throw new ArchiveError(
          `${describeUrl(this.#databaseUrl)}: another finews writes the archive; wait for it or end it`,
        );
      }
      await sleep(LOCK_RETRY_MILLISECONDS);
    }
  }

  /** Runs code on a connection that nobody else uses meanwhile. */
  async #connected<Result>(run: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const { client, result: role } = await connectionsTo(this.#databaseUrl).ask(ROLE);
    try {
      // A standby grants locks of its own, which keep nobody from writing.
      if (role.rows[0]?.standby) throw standby(this.#databaseUrl);
      const result = await run(client);
      client.release();
      return result;
    } catch (error) {
      // Ends the connection, and with it whatever it holds.
      client.release(true);
      throw explain(error, this.#databaseUrl) ?? unwritable(error, this.#dataDir) ?? error;
    }
  }
}

/** What an archive is made with, as readers check it. */
const settingsOf = ({ fingerprint }: UpdateMode): string => `${SCHEMA_VERSION} ${fingerprint}`;

const ROLE = 'SELECT pg_is_in_recovery() AS standby';

/** Connections of this process for writing, by the database. An update follows the one before on the same connection. */
const opened = new Map<string, Connections>();

function connectionsTo(databaseUrl: string): Connections {
  const config = { max: 4, idleTimeoutMillis: IDLE_TIME, allowExitOnIdle: true, application_name: 'finews writer' };
  const connections = opened.get(databaseUrl) ?? new Connections(databaseUrl, config);
  opened.set(databaseUrl, connections);
  return connections;
}

/** Writes a node's copies of the segments, from which they are shipped. */
class CopiesWriter extends SearchIndexWriter {
  readonly #cache: SegmentCache;

  constructor(cache: SegmentCache) {
    super(cache.db);
    this.#cache = cache;
  }

  override settle(): { isRelatedChanged: boolean } {
    return this.#cache.write(() => super.settle());
  }
}
