import type { FileRecord, FileStamp } from '../../archive/open-store.ts';
import type { FoundFile } from './content-folder.ts';

interface Comparison {
  changed: FoundFile[];
  gone: FileRecord[];
  /** Digests that the archive remembers of files that may have changed, by path: one that still has it has not. */
  digests: ReadonlyMap<string, string>;
}

/** The files of a scan, found by path. Halving a sorted list takes less memory than a map of a million paths. */
export class FoundFiles {
  /** In the order of their paths. */
  readonly list: readonly FoundFile[];

  constructor(list: readonly FoundFile[]) {
    this.list = list;
  }

  get(path: string): FoundFile | undefined {
    return this.list[this.#placeOf(path)];
  }

  /** Compares with what the archive remembers. */
  async compare(known: AsyncIterable<readonly FileRecord[]>): Promise<Comparison> {
    const gone: FileRecord[] = [];
    const digests = new Map<string, string>();
    const isSame = new Uint8Array(this.list.length);
    for await (const records of known) {
      for (const record of records) {
        const place = this.#placeOf(record.path);
        const file = this.list[place];
        if (!file) gone.push(record);
        else if (record.stamp && isEqual(record.stamp, file.stamp)) isSame[place] = 1;
        // The clock may make something else of the same bytes.
        else if (record.dueAt === undefined) digests.set(record.path, record.digest);
      }
    }
    return { changed: this.list.filter((_, place) => !isSame[place]), gone, digests };
  }

  /** @returns -1 for a path that is not among them */
  #placeOf(path: string): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.list[middle]?.path ?? '') < path) low = middle + 1;
      else high = middle;
    }
    return this.list[low]?.path === path ? low : -1;
  }
}

/** Whether no post is left of those that there were. What stands beside posts may lie in a folder to which the disk with the posts is to be mounted. */
export const isEmptied = (found: readonly FoundFile[], gone: readonly FileRecord[]): boolean =>
  found.every(({ kind }) => kind === 'file') &&
  gone.some(({ outcome }) => !['static', 'page', 'other'].includes(outcome));

const isEqual = (a: FileStamp, b: FileStamp): boolean =>
  a.size === b.size && a.modified === b.modified && a.changed === b.changed && a.inode === b.inode;
