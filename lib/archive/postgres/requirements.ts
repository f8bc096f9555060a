import type { ClientBase } from 'pg';
import { describeDatabase } from '../../database-address.ts';
import { ArchiveError } from '../errors.ts';

/** As `server_version_num` has it. */
const OLDEST_VERSION = 140_000;

/** What a server is, as far as an archive needs it to be something. */
export interface ServerFacts {
  version: string;
  number: number;
  encoding: string;
}

/** Columns of a question for `ServerFacts`. */
export const SERVER_FACTS = `current_setting('server_version') AS version,
  current_setting('server_version_num')::int AS number, current_setting('server_encoding') AS encoding`;

/** Why a server is too old, in one line. */
export const versionDefect = ({ number, version }: ServerFacts): string | undefined =>
  number < OLDEST_VERSION ? `PostgreSQL ${version}; 14 or newer is needed` : undefined;

/** Why a database cannot hold all texts, in one line. */
export const encodingDefect = ({ encoding }: ServerFacts): string | undefined =>
  encoding === 'UTF8' ? undefined : `${encoding}; make the database with ENCODING 'UTF8'`;

/** @throws {ArchiveError} where the server is too old, or the database cannot hold all texts */
export async function checkRequirements(client: ClientBase, address: string): Promise<void> {
  const { rows } = await client.query<ServerFacts>(`SELECT ${SERVER_FACTS}`);
  const [facts] = rows;
  const defect = facts && (versionDefect(facts) ?? encodingDefect(facts));
  if (defect !== undefined) throw new ArchiveError(`${describeDatabase(address)}: ${defect}`, { remedy: 'operator' });
}
