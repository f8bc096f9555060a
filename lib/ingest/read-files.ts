import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CategoryStub,
  ContentError,
  type ContentSettings,
  checkData,
  MAX_POST_BYTES,
  type Problem,
  type Reading,
  readCategoryStub,
  readPost,
  tooLarge,
} from '../content/index.ts';
import { type SearchText, toSearchText } from '../search/index.ts';
import type { FoundFile } from './content-folder.ts';
import { siteOfRun } from './site-files.ts';

/** What is the same for all files of an update. */
export interface ReadContext {
  /** Names the update: within it, files that several posts use are read once. */
  run: string;
  /** Real path of the content folder, without symbolic links. */
  contentDir: string;
  settings: ContentSettings;
  /** When the update began, in seconds since 1970. */
  now: number;
}

export interface ReadTask {
  file: FoundFile;
  /** Digest that the archive remembers; a file that still has it is not parsed. */
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
    /** A file that posts use has changed. */
    | { kind: 'resource'; problem: Problem | undefined }
    /** The system refused the bytes. */
    | { kind: 'unreadable'; problem: Problem }
    /** The bytes have the known digest. */
    | { kind: 'same' }
    | { kind: 'gone' };
}

/** An article with its folded texts, which the search index needs: folding takes time and is shared by all cores. */
export type ArticleReading = Extract<Reading, { kind: 'article' }> & { searchText: SearchText };

/** Reads one file of the content folder. Throws for nothing that a file can hold. */
export function readFile({ run, contentDir, settings, now }: ReadContext, { file, knownDigest }: ReadTask): ReadResult {
  const { size } = file.stamp;
  if (size > MAX_POST_BYTES) return rejected(file, tooLarge(size).toProblem(file.path));
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(contentDir, file.path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { file, digest: '', reading: { kind: 'gone' } };
    }
    const reason = error instanceof Error ? error.message : String(error);
    const problem = new ContentError(`cannot be read (${reason}): check its permissions`).toProblem(file.path);
    return { file, digest: '', reading: { kind: 'unreadable', problem } };
  }
  const digest = hash('sha256', bytes, 'base64');
  if (digest === knownDigest) return { file, digest, reading: { kind: 'same' } };
  if (file.kind === 'resource') {
    return { file, digest, reading: { kind: 'resource', problem: checkData(file.path, bytes) } };
  }
  if (file.kind === 'post') {
    const reading = readPost(file.path, bytes, settings, now, siteOfRun(run, contentDir, settings));
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
  reading: { kind: 'rejected', problem, uses: [] },
});

/** Reads a batch; what a worker of the pool runs. */
export default function readBatch({ context, tasks }: { context: ReadContext; tasks: ReadTask[] }): ReadResult[] {
  return tasks.map((task) => readFile(context, task));
}
