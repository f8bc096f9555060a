import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** How often the time of use of a file is written down, in milliseconds. */
const NOTE_INTERVAL = 3_600_000;

interface Kept {
  /** Bytes. */
  size: number;
  /** When its use was last written down, in milliseconds since 1970. */
  notedAt: number;
}

/**
 * The files of a folder within a bound of bytes: what has not been used for the longest time goes first. The time of a file is that of
 * its use, so that the order outlives the process.
 */
export class KeptFiles {
  readonly folder: string;
  readonly #maxBytes: number;
  /** By name, the one that was used last at the end. */
  readonly #files = new Map<string, Kept>();
  #bytes = 0;
  #listed: Promise<void> | undefined;

  constructor(folder: string, maxBytes: number) {
    this.folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** Reads once what an earlier process has left. @throws where the system does not let it */
  list(): Promise<void> {
    this.#listed ??= this.#list().catch((error: unknown) => {
      this.#listed = undefined;
      throw error;
    });
    return this.#listed;
  }

  async #list(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const found: [name: string, kept: Kept][] = [];
    for (const name of await readdir(this.folder)) {
      const { size, mtimeMs: notedAt } = await stat(join(this.folder, name));
      // What was not finished.
      if (name.startsWith('.')) await rm(join(this.folder, name), { force: true });
      else found.push([name, { size, notedAt }]);
    }
    found.sort(([, a], [, b]) => a.notedAt - b.notedAt);
    for (const [name, kept] of found) this.#put(name, kept);
    await this.#shrink();
  }

  has(name: string): boolean {
    return this.#files.has(name);
  }

  /** Notes that a file is used. */
  touch(name: string): void {
    const kept = this.#files.get(name);
    if (!kept) return;
    const now = Date.now();
    const isDue = now - kept.notedAt > NOTE_INTERVAL;
    this.#put(name, isDue ? { ...kept, notedAt: now } : kept);
    // Gone meanwhile: who opens it sees that.
    if (isDue) utimes(join(this.folder, name), now / 1000, now / 1000).catch(() => {});
  }

  /** Notes a file that lies there now, and removes others beyond the bound. */
  async add(name: string): Promise<void> {
    const { size } = await stat(join(this.folder, name));
    this.#put(name, { size, notedAt: Date.now() });
    await this.#shrink();
  }

  /** Forgets a file that is not there any more. */
  forget(name: string): void {
    this.#bytes -= this.#files.get(name)?.size ?? 0;
    this.#files.delete(name);
  }

  #put(name: string, kept: Kept): void {
    this.forget(name);
    this.#files.set(name, kept);
    this.#bytes += kept.size;
  }

  async #shrink(): Promise<void> {
    for (const name of this.#files.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.forget(name);
      await rm(join(this.folder, name), { force: true });
    }
  }
}
