import { inspect } from 'node:util';

interface ArchiveErrorOptions extends ErrorOptions {
  /** @see ArchiveError.remedy */
  remedy?: 'time' | 'operator';
}

/** The archive cannot be read or written. The message is one line for operators; readers get an error page without it. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  /**
   * What mends it. `time`: it may be well again by itself, so to wait and try again is of use. `operator`: it stays so until somebody
   * changes a setting, the database or this program. `undefined` where nobody can tell.
   */
  readonly remedy: 'time' | 'operator' | undefined;

  constructor(message: string, { remedy, ...options }: ArchiveErrorOptions = {}) {
    super(message, options);
    this.remedy = remedy;
  }

  /** In a log for people: where in the program it was met says nothing to operators. */
  [inspect.custom](): string {
    return this.message;
  }
}

/** Another process writes the archive. */
export class BusyError extends ArchiveError {}
