import { availableParallelism } from 'node:os';
import type { FoundFile } from './folder/content-folder.ts';
import type { ReadContext, ReadTask } from './read-files.ts';

/** Files that one worker reads at a time. */
const BATCH_SIZE = 64;
/** A batch and what is made of it fit many times; without limits the garbage of a long run is kept for long. */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };
/** Workers beyond one for each core: something to do while the disk is waited for. */
const SPARE_WORKERS = 1;
/** Fewer files than this are read sooner than workers are started. */
const FEW_FILES = 256;

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
  const { default: Tinypool } = await import('tinypool');
  const threads = availableParallelism() + SPARE_WORKERS;
  const pool = new Tinypool({
    filename: module,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: WORKER_LIMITS,
  });
  try {
    const underWay: Promise<Result[]>[] = [];
    for (let start = 0; start < files.length || underWay.length > 0; ) {
      while (start < files.length && underWay.length < 2 * threads) {
        const tasks = files.slice(start, start + BATCH_SIZE).map(toTask);
        const batch = { context, tasks };
        // A batch that a worker cannot hold is read here, where there is more room: no file takes another with it.
        underWay.push(pool.run(batch).catch(() => read(batch)));
        start += BATCH_SIZE;
      }
      yield* (await underWay.shift()) ?? [];
    }
  } finally {
    await pool.destroy();
  }
}
