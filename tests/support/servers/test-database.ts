import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** URL of the server on which tests of the PostgreSQL store have their databases; absent where the store under test is SQLite. */
const SERVER = process.env.FINEWS_TEST_POSTGRES;

/** Whether the store under test is the one in PostgreSQL, in which the same takes several times as long. */
export const isPostgres = SERVER !== undefined;

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  /** To be called before its first use. */
  create(): Promise<void>;
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** To be called when nobody is connected to it any more. */
  release(): Promise<void>;
}

/** Databases that tests have left empty: to make one takes longer than most tests. */
const free: TestDatabase[] = [];

/** A database with no archive; `undefined` where the store under test is SQLite. */
export function takeDatabase(): TestDatabase | undefined {
  return SERVER === undefined ? undefined : (free.pop() ?? nameDatabase(SERVER));
}

function nameDatabase(server: string): TestDatabase {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const url = new URL(server);
  url.pathname = `/${name}`;
  let made: Promise<void> | undefined;
  const database: TestDatabase = {
    url: url.href,
    create() {
      made ??= runOn(server, `CREATE DATABASE ${name}`).then(() => {});
      return made;
    },
    query: (sql) => runOn(url.href, sql),
    async release() {
      if (made) await runOn(url.href, EMPTY);
      free.push(database);
    },
  };
  return database;
}

/** Ends the sessions of a database that hold an advisory lock. */
export const END_HOLDER_OF_LOCK = `SELECT pg_terminate_backend(pid) FROM pg_locks
  WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** Empties every table but that of the migrations. */
const EMPTY = `DO $$
BEGIN
  IF to_regclass('head') IS NOT NULL THEN
    EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY'
      FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'finews_migrations');
    INSERT INTO head DEFAULT VALUES;
  END IF;
END $$`;

/** Runs one statement on a database, with a connection of its own. */
export async function runOn(connectionString: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(sql).finally(() => client.end());
  return rows;
}
