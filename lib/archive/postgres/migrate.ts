import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runner } from 'node-pg-migrate';
import type { ClientBase } from 'pg';
import { describeDatabase } from '../../database-address.ts';
import { ArchiveError } from '../errors.ts';
import { checkRequirements } from './requirements.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations');
const TABLE = 'finews_migrations';

/**
 * Brings the tables up to date: runs the migrations that the database has not seen, each once. To be called while no other process
 * does.
 * @param address of the database, for messages
 * @throws {ArchiveError} where a newer version has changed the tables, or the server cannot have them
 */
export async function migrate(client: ClientBase, address: string): Promise<void> {
  const known = readdirSync(MIGRATIONS).map((file) => file.replace(/\.sql$/, ''));
  const { rows: tables } = await client.query('SELECT to_regclass($1) IS NOT NULL AS exists', [TABLE]);
  const { rows } = tables[0]?.exists ? await client.query(`SELECT name FROM ${TABLE} ORDER BY id`) : { rows: [] };
  const seen = rows.map(({ name }) => String(name));
  const unknown = seen.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const place = describeDatabase(address);
    const message = `${place}: the database has tables of a newer finews (${unknown}); update this one`;
    throw new ArchiveError(message, { remedy: 'operator' });
  }
  if (seen.length === known.length) return;
  await checkRequirements(client, address);
  await runner({
    dbClient: client,
    dir: MIGRATIONS,
    direction: 'up',
    migrationsTable: TABLE,
    // Its lock would belong to a session, which a pooler gives to another transaction; who calls this has a lock.
    noLock: true,
    log: () => {},
  });
}
