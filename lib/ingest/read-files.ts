import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CategoryStub,
  ContentError,
  type ContentSettings,
  MAX_POST_BYTES,
  type Problem,
  type Reading,
  readCategoryStub,
  readPost,
  tooLarge,
} from '../content/index.ts';
import { type SearchText, toSearchText } from '../search/index.ts';
import type { FoundFile } from './scan.ts';

/** What is the same for all files of a run. */
export interface ReadContext {
  contentDir: string;
  settings: ContentSettings;
}

export interface ReadTask {
  file: FoundFile;
  /** Digest of the bytes that the index knows; the file is not read further where it still has them. */
  knownDigest?: string;
}

/** What became of one file. */
export interface ReadResult {
  file: FoundFile;
  /** Of the bytes; empty where they were not read. */
  digest: string;
  reading:
    | Exclude<Reading, { kind: 'article' }>
    | ArticleReading
    | { kind: 'stub'; stub: CategoryStub | undefined }
    | { kind: 'same' }
    | { kind: 'gone' };
}

/** An article, with what is made of it for the search while other cores do the same. */
export type ArticleReading = Extract<Reading, { kind: 'article' }> & { searchText: SearchText };

/** Reads one file of the content folder. Throws for nothing that a file can hold. */
export function readFile({ contentDir, settings }: ReadContext, { file, knownDigest }: ReadTask): ReadResult {
  if (file.size > MAX_POST_BYTES) return rejected(file, tooLarge(file.size).toProblem(file.path));
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(contentDir, file.path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { file, digest: '', reading: { kind: 'gone' } };
    }
    const reason = error instanceof Error ? error.message : String(error);
    return rejected(file, new ContentError(`cannot be read (${reason}): check its permissions`).toProblem(file.path));
  }
  const digest = hash('sha256', bytes, 'base64');
  if (digest === knownDigest) return { file, digest, reading: { kind: 'same' } };
  if (file.kind === 'post') {
    const reading = readPost(file.path, bytes, settings);
    if (reading.kind !== 'article') return { file, digest, reading };
    const { title, text } = reading.article;
    return { file, digest, reading: { ...reading, searchText: toSearchText(title, text) } };
  }
  try {
    return { file, digest, reading: { kind: 'stub', stub: readCategoryStub(file.path, bytes) } };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { ...rejected(file, error.toProblem(file.path)), digest };
  }
}

const rejected = (file: FoundFile, problem: Problem): ReadResult => ({
  file,
  digest: '',
  reading: { kind: 'rejected', problem },
});

/** Reads a batch; what a worker of the pool runs. */
export default function readBatch({ context, tasks }: { context: ReadContext; tasks: ReadTask[] }): ReadResult[] {
  return tasks.map((task) => readFile(context, task));
}
