import { availableParallelism } from 'node:os';
import type Tinypool from 'tinypool';
import type { FoundFile } from './folder/content-folder.ts';
import type { ReadContext, ReadTask } from './read-files.ts';

/** Most files that one worker reads at a time, and most bytes, beyond which a batch gets no further file. */
const MAX_BATCH = { files: 256, bytes: 4 * 1024 * 1024 };
/** Least number of batches for each worker, so that all of them end at about the same time. */
const BATCHES_PER_WORKER = 4;
/** A batch and what is made of it fit many times; without limits the garbage of a long run is kept for long. */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 48 };
/** Fewer files than this are read sooner than workers are started. */
const FEW_FILES = 256;

/**
 * How long workers wait for another update, in milliseconds: a burst of files comes as many updates, and to start workers takes
 * longer than to read some hundred files.
 */
const IDLE = 15_000;
/** Behind more files than this they do not wait: what such a run goes on with needs the memory. */
const MOST_OF_BURST = 10_000;

/** Pools that wait, by the modules of their readers. */
const idlePools = new Map<string, { pool: Tinypool; timer: NodeJS.Timeout }>();

/** What is made of a file, and where a worker of the pool finds it. */
export interface BatchReader<Result> {
  /** URL of the module whose default export is `read`. */
  module: string;
  /** One result a task, in their order. Throws for nothing that a file can hold. */
  read: (batch: { context: ReadContext; tasks: ReadTask[] }) => Result[];
}

/**
 * Reads files on all cores and gives the results in the order of the files, so that the same files make the same index.
 * Holds at most two batches for each worker: memory does not grow with the number of files.
 */
export async function* readInParallel<Result>(
  { module, read }: BatchReader<Result>,
  context: ReadContext,
  files: readonly FoundFile[],
  toTask: (file: FoundFile) => ReadTask,
): AsyncGenerator<Result> {
  if (files.length < FEW_FILES) {
    yield* read({ context, tasks: files.map(toTask) });
    return;
  }
  const threads = availableParallelism();
  const pool = await takePool(module, threads);
  let isKept = false;
  try {
    const underWay: Promise<Result[]>[] = [];
    const maxFiles = Math.min(MAX_BATCH.files, Math.ceil(files.length / (threads * BATCHES_PER_WORKER)));
    for (let start = 0; start < files.length || underWay.length > 0; ) {
      while (start < files.length && underWay.length < 2 * threads) {
        const end = endOfBatch(files, start, maxFiles);
        const tasks = files.slice(start, end).map(toTask);
        const batch = { context, tasks };
        // A batch that a worker cannot hold is read here, where there is more room: no file takes another with it.
        underWay.push(pool.run(batch).catch(() => read(batch)));
        start = end;
      }
      yield* (await underWay.shift()) ?? [];
    }
    isKept = files.length <= MOST_OF_BURST;
  } finally {
    if (isKept) keepPool(module, pool);
    else await pool.destroy();
  }
}

/** A pool that waits, or a new one. */
async function takePool(module: string, threads: number): Promise<Tinypool> {
  const idle = idlePools.get(module);
  idlePools.delete(module);
  clearTimeout(idle?.timer);
  if (idle) return idle.pool;
  const { default: Pool } = await import('tinypool');
  return new Pool({ filename: module, minThreads: threads, maxThreads: threads, resourceLimits: WORKER_LIMITS });
}

/** Keeps a pool for the next update. Its workers keep no process from ending. */
function keepPool(module: string, pool: Tinypool): void {
  const timer = setTimeout(() => {
    idlePools.delete(module);
    void pool.destroy();
  }, IDLE).unref();
  idlePools.set(module, { pool, timer });
}

/** Where a batch that begins at `start` ends: behind at least one file. */
function endOfBatch(files: readonly FoundFile[], start: number, maxFiles: number): number {
  let bytes = 0;
  let end = start;
  while (end < files.length && end - start < maxFiles && bytes < MAX_BATCH.bytes)
    bytes += files[end++]?.stamp.size ?? 0;
  return end;
}
