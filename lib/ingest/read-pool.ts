import { availableParallelism } from 'node:os';
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
  const threads = availableParallelism();
  const pool = new Tinypool({
    filename: module,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: WORKER_LIMITS,
  });
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
  } finally {
    await pool.destroy();
  }
}

/** Where a batch that begins at `start` ends: behind at least one file. */
function endOfBatch(files: readonly FoundFile[], start: number, maxFiles: number): number {
  let bytes = 0;
  let end = start;
  while (end < files.length && end - start < maxFiles && bytes < MAX_BATCH.bytes)
    bytes += files[end++]?.stamp.size ?? 0;
  return end;
}
