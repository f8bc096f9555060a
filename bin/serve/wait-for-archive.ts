import { setTimeout as sleep } from 'node:timers/promises';
import { ArchiveError, getArchive, type SiteIdentity } from '../../lib/archive/index.ts';
import { log } from '../../lib/log.ts';
import { GrowingPause, WAITING } from '../ingest/growing-pause.ts';

/**
 * What the archive says of its site, once it can be read. Why it cannot be is said once.
 * @returns `undefined` if the signal is given first
 * @throws {ArchiveError} where waiting is of no use
 */
export async function waitForArchive(signal: AbortSignal): Promise<SiteIdentity | undefined> {
  const pauses = new GrowingPause();
  let said: string | undefined;
  while (!signal.aborted) {
    try {
      return await getArchive().getSite();
    } catch (error) {
      if (!(error instanceof ArchiveError) || error.remedy !== 'time') throw error;
      const message = `${error.message}; ${WAITING}`;
      if (message !== said) log({ level: 'warn', event: 'archive-missing', message });
      said = message;
      await sleep(pauses.next(), undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}
