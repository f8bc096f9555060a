import { availableParallelism } from 'node:os';
import Tinypool from 'tinypool';
import type { FoundFile } from './content-folder.ts';
import readBatch, { type ReadContext, type ReadResult, type ReadTask } from './read-files.ts';

/** Files that one worker reads at a time. */
const BATCH_SIZE = 64;
/** A batch and what is made of it fit many times; without limits the garbage of a long run is kept for long. */
const WORKER_LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };
/** Workers beyond one for each core: something to do while the disk is waited for. */
const SPARE_WORKERS = 1;
/** Fewer files than this are read sooner than workers are started. */
const FEW_FILES = 256;

/**
 * Reads files on all cores and gives the results in the order of the files, so that the same files make the same index.
 * Holds at most two batches for each worker: memory does not grow with the number of files.
 */
export async function* readInParallel(
  context: ReadContext,
  files: readonly FoundFile[],
  toTask: (file: FoundFile) => Promise<ReadTask>,
): AsyncGenerator<ReadResult> {
  if (files.length < FEW_FILES) {
    yield* readBatch({ context, tasks: await Promise.all(files.map(toTask)) });
    return;
  }
  const threads = availableParallelism() + SPARE_WORKERS;
  const pool = new Tinypool({
    filename: new URL('./read-files.ts', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: WORKER_LIMITS,
  });
  try {
    const underWay: Promise<ReadResult[]>[] = [];
    for (let start = 0; start < files.length || underWay.length > 0; ) {
      while (start < files.length && underWay.length < 2 * threads) {
        const tasks = await Promise.all(files.slice(start, start + BATCH_SIZE).map(toTask));
        const batch = { context, tasks };
        // A batch that a worker cannot hold is read here, where there is more room: no file takes another with it.
        underWay.push(pool.run(batch).catch(() => readBatch(batch)));
        start += BATCH_SIZE;
      }
      yield* (await underWay.shift()) ?? [];
    }
  } finally {
    await pool.destroy();
  }
}
