import type { PreparedFile } from '../archive/open-store.ts';
import { type SearchText, toSearchText } from '../search/index.ts';
import { type FileReading, type Published, type ReadContext, type ReadTask, readContent } from './read-files.ts';
import type { BatchReader } from './read-pool.ts';

/** With its folded texts, which the search index needs: folding takes time and is shared by all cores. */
export type PublishedReading = Published & { searchText: SearchText };

/** What became of one file, for the archive. */
export type ReadResult = FileReading<PublishedReading>;

/** Reads one file of the content folder for the archive. Throws for nothing that a file can hold. */
export function readFile(context: ReadContext, task: ReadTask): ReadResult {
  const { file, digest, reading } = readContent(context, task);
  if (reading.kind !== 'article' && reading.kind !== 'page') return { file, digest, reading };
  const { title, text } = reading.kind === 'article' ? reading.article : reading.page;
  return { file, digest, reading: { ...reading, searchText: toSearchText(title, text) } };
}

/** Reads a batch for the archive; what a worker of the pool runs. */
export default function readBatch({ context, tasks }: { context: ReadContext; tasks: ReadTask[] }): ReadResult[] {
  return tasks.map((task) => readFile(context, task));
}

/** Reads files for the archive. */
export const ARCHIVE_READER: BatchReader<ReadResult> = { module: import.meta.url, read: readBatch };

/** What the archive can look up before a file is written. */
export function toPrepared({ file: { path }, reading }: ReadResult): PreparedFile {
  switch (reading.kind) {
    case 'article':
      return { path, url: reading.article.url, article: reading.article };
    case 'page':
      return { path, url: reading.page.url };
    default:
      return { path };
  }
}
