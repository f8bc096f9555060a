import { describeDatabase } from '../../../database-address.ts';
import { ArchiveError } from '../../errors.ts';
import type { Head } from '../../sql/snapshot.ts';
import { SCHEMA_VERSION } from '../../sqlite/schema.ts';
import { empty } from '../errors.ts';

/** Asks for the head of the state that a transaction sees. The state has the origin of who made it, whoever may write now. */
export const HEAD = `SELECT pg_is_in_recovery() AS is_standby, pg_backend_pid() AS process, s.origin, h.number, h.changed_at, site.value AS site,
    settings.value AS settings, readable.value AS readable_since
  FROM head h LEFT JOIN states s ON s.number = h.number LEFT JOIN meta site ON site.key = 'site'
    LEFT JOIN meta settings ON settings.key = 'settings' LEFT JOIN meta readable ON readable.key = 'readable_since'`;

export interface HeadRow {
  is_standby: boolean;
  /** Of the server that answers on this connection. */
  process: number;
  origin: string | null;
  number: number;
  changed_at: number;
  site: string | null;
  /** Begins with the version of what is stored. */
  settings: string | null;
  /** The oldest version that can read it. */
  readable_since: string | null;
}

/**
 * Reads what `HEAD` gives.
 * @param address of the server
 * @throws {ArchiveError} where there is no archive, or one that this version cannot read
 */
export function toHead(row: HeadRow | undefined, address: string): Head {
  if (!row?.site || row.origin === null) throw empty(address);
  const { origin, number, changed_at: changedAt, site, settings, readable_since: readableSince } = row;
  const version = Number(settings?.split(' ')[0]);
  // A newer version that goes first says which older ones can go on reading meanwhile.
  const isReadable =
    version === SCHEMA_VERSION || (version > SCHEMA_VERSION && Number(readableSince) <= SCHEMA_VERSION);
  if (!isReadable) {
    const isNewer = version > SCHEMA_VERSION;
    const advice = isNewer ? 'update this one' : "run this one's: node bin/finews.mjs index";
    throw new ArchiveError(
      `${describeDatabase(address)}: the archive was made by another version of finews (${version}; this one reads ${SCHEMA_VERSION}); ${advice}`,
      { remedy: isNewer ? 'operator' : 'time' },
    );
  }
  return { state: { origin, number }, site, changedAt };
}
