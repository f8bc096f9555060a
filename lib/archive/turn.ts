/** What the stores have in common: one writer at a time, and what an archive is made with. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BusyError } from './errors.ts';
import { SCHEMA_VERSION } from './sqlite/schema.ts';

const WAIT_MILLISECONDS = 10_000;

/**
 * Waits for the lock of those who write an archive.
 * @param take gives `undefined` where another process has it
 * @param place of the archive, for the message
 * @param pause between two attempts, in milliseconds
 * @throws {BusyError} where another process has it for too long
 */
export async function waitForTurn<Lock>(
  take: () => Promise<Lock | undefined>,
  place: string,
  pause: number,
): Promise<Lock> {
  const deadline = performance.now() + WAIT_MILLISECONDS;
  for (;;) {
    const lock = await take();
    if (lock !== undefined) return lock;
    if (performance.now() > deadline) {
      throw new BusyError(
        `${place}: another finews keeps the archive up to date or makes an update; wait for it or end it`,
        { remedy: 'time' },
      );
    }
    await sleep(pause);
  }
}

/** What an archive is made with: one that was made with something else is made anew. */
export const settingsOf = (fingerprint: string): string => `${SCHEMA_VERSION} ${fingerprint}`;
