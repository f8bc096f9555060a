import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import type { ClientBase } from 'pg';
import { ArchiveError } from '../errors.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations');
const TABLE = 'finews_migrations';

/**
 * Milliseconds that a change of a table waits for those who use it. Readers who come later wait behind it for as long. Who waits in vain
 * tries again later.
 */
export const LOCK_TIMEOUT = 1_000;

/**
 * Brings the tables up to date: runs the migrations that the database has not seen, each once. To be called while no other process
 * does.
 * @param dir with a file for each migration
 * @throws {ArchiveError} where a newer version has changed the tables
 * @throws an error of PostgreSQL with code 55P03 where others use a table for longer than `LOCK_TIMEOUT`. The transaction of the
 * connection is not over then
 */
export async function migrate(client: ClientBase, dir = MIGRATIONS): Promise<void> {
  const known = readdirSync(dir).map((file) => file.replace(/\.sql$/, ''));
  const { rows: tables } = await client.query('SELECT to_regclass($1) IS NOT NULL AS exists', [TABLE]);
  const { rows } = tables[0]?.exists ? await client.query(`SELECT name FROM ${TABLE} ORDER BY id`) : { rows: [] };
  const seen = rows.map(({ name }) => String(name));
  const unknown = seen.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new ArchiveError(`the database has tables of a newer finews (${unknown}); update this one`);
  }
  if (seen.length === known.length) return;
  await runner({
    dbClient: withLockTimeout(client),
    dir,
    direction: 'up',
    migrationsTable: TABLE,
    // Its lock would belong to a session, which a pooler gives to another transaction; who calls this has a lock.
    noLock: true,
    log: () => {},
  });
}

/** The library begins a transaction for each migration. A setting of the session would belong to whichever the pooler lends next. */
const withLockTimeout = (client: ClientBase): ClientBase =>
  ({
    query: (statement: string, values?: unknown[]) =>
      client.query(statement === 'BEGIN;' ? `BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT}` : statement, values),
  }) as ClientBase;
