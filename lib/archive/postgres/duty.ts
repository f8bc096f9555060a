import { setTimeout as sleep } from 'node:timers/promises';
import { describeDatabase } from '../../database-address.ts';
import { log } from '../../log.ts';
import { ArchiveError } from '../errors.ts';
import type { Duty } from '../store.ts';
import { codeOf } from './errors.ts';
import { beginEpoch, type Epoch } from './heads.ts';
import { migrate } from './migrate.ts';
import { AdvisoryLock } from './servers/advisory-lock.ts';
import { onPrimary } from './servers/primary.ts';

/** Code of PostgreSQL for a lock that was waited for in vain. */
const LOCK_NOT_AVAILABLE = '55P03';
/** Between two attempts to get such a lock, in milliseconds: others who want the table go on meanwhile. */
const PAUSE = 3_000;

/** The duty to write to a database: a lock, and the epoch that began when it was taken. */
export class PostgresDuty implements Duty {
  readonly isExclusive = true;
  readonly #lock: AdvisoryLock;
  readonly epoch: Epoch;
  readonly lost: Promise<void>;

  private constructor(lock: AdvisoryLock, epoch: Epoch) {
    this.#lock = lock;
    this.epoch = epoch;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.lost = promise;
    if (this.loss.aborted) resolve();
    else this.loss.addEventListener('abort', () => resolve(), { once: true });
  }

  /** Aborted when this process may not write any more. */
  get loss(): AbortSignal {
    return this.#lock.loss;
  }

  /**
   * Takes the duty, brings the tables up to date, and begins an epoch. Where others use a table for long, it waits for them, and says so.
   * @param stop ends the wait
   * @returns `undefined` where another process has the duty, and after `stop`
   */
  static async take(databaseUrl: string, stop?: AbortSignal): Promise<PostgresDuty | undefined> {
    const lock = await AdvisoryLock.take(databaseUrl);
    if (!lock) return undefined;
    try {
      for (let isTold = false; ; isTold = true) {
        const epoch = await tryToBegin(databaseUrl, lock);
        if (epoch) return new PostgresDuty(lock, epoch);
        if (!isTold) tellOfWait(databaseUrl);
        await sleep(PAUSE, undefined, stop && { signal: stop });
      }
    } catch (error) {
      await lock.release();
      if (stop?.aborted) return undefined;
      throw lock.loss.aborted ? lostDuty(databaseUrl, error) : error;
    }
  }

  /** To be called when an update finds that it may not write. */
  end(): void {
    this.#lock.end();
  }

  release(): Promise<void> {
    return this.#lock.release();
  }
}

/** @returns `undefined` where others use a table that has to be changed */
async function tryToBegin(databaseUrl: string, { holder, loss }: AdvisoryLock): Promise<Epoch | undefined> {
  try {
    return await onPrimary(
      databaseUrl,
      async (client) => {
        await migrate(client, databaseUrl);
        return beginEpoch(client, holder);
      },
      loss,
    );
  } catch (error) {
    if (codeOf(error) === LOCK_NOT_AVAILABLE) return undefined;
    throw error;
  }
}

function tellOfWait(databaseUrl: string): void {
  const message = `${describeDatabase(databaseUrl)}: tables have to be changed that others use (a dump, a long query); tried again every ${PAUSE / 1000} s`;
  log({ level: 'warn', event: 'tables-in-use', message });
}

/** @param cause what was met meanwhile */
export const lostDuty = (databaseUrl: string, cause?: unknown): ArchiveError =>
  new ArchiveError(
    `${describeDatabase(databaseUrl)}: the right to write is lost, and another finews may have taken over; this one writes no more`,
    { cause, remedy: 'time' },
  );
