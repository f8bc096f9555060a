import type { SiteChanges } from './changes.ts';
import { PushQueue } from './queue.ts';
import type { PushTarget } from './target.ts';

/**
 * Notes what one update changes, for targets. The queue never fails an update: what could not be queued is kept in memory and queued
 * with the next one.
 */
export class ChangeNotes {
  readonly #dataDir: string;
  readonly #targets: readonly PushTarget[];
  readonly #now: () => number;
  #queue: PushQueue | undefined;
  /** Why changes could not be queued: one line. */
  trouble: string | undefined;

  /** @param now the clock: seconds since 1970 */
  constructor(dataDir: string, targets: readonly PushTarget[], now: () => number) {
    this.#dataDir = dataDir;
    this.#targets = targets;
    this.#now = now;
    this.#guard(() => {
      this.#queue = new PushQueue(dataDir);
    });
  }

  /** When changes were last noted, in seconds since 1970: an archive that is made anew has what came since. */
  get notedAt(): number | undefined {
    return this.#guard(() => this.#queue?.notedAt);
  }

  /** To be called before the update is committed. */
  prepare(changes: SiteChanges): void {
    const missed = unqueued.get(this.#dataDir) ?? [];
    const all = [...missed, changes];
    this.#guard(() => {
      if (!this.#queue) throw new Error(this.trouble);
      this.#queue.prepare(
        all.flatMap((each) => this.#targets.flatMap((target) => each.listFor(target))),
        this.#now(),
      );
      unqueued.delete(this.#dataDir);
    });
    if (this.trouble !== undefined && !changes.isEmpty) unqueued.set(this.#dataDir, all.slice(-MOST_UNQUEUED));
  }

  /** To be called once the update is committed. */
  confirm(): void {
    this.#guard(() => this.#queue?.confirm(this.#now()));
    this.#close();
  }

  /** To be called where the update has failed. */
  cancel(): void {
    this.#guard(() => this.#queue?.cancel());
    this.#close();
  }

  #close(): void {
    this.#guard(() => this.#queue?.close());
  }

  #guard<Result>(run: () => Result): Result | undefined {
    try {
      return run();
    } catch (error) {
      this.trouble ??= error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}

/** Updates that are remembered while the queue cannot be written. */
const MOST_UNQUEUED = 1_000;
/** Changes that could not be queued, by data folder. */
const unqueued = new Map<string, SiteChanges[]>();
