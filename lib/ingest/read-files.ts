import { hash, randomUUID } from 'node:crypto';
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
import type { Site } from '../site.ts';
import type { FoundFile } from './content-folder.ts';
import type { BatchReader } from './read-pool.ts';
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

/**
 * What all files of a new run have in common.
 * @param contentDir real path of the content folder, without symbolic links
 * @param now seconds since 1970
 */
export function newContext(site: Site, contentDir: string, now: number): ReadContext {
  return { run: randomUUID(), contentDir, settings: contentSettingsOf(site), now };
}

function contentSettingsOf(site: Site): ContentSettings {
  const { timezone, naiveDates, permalink, unpublished, defaults, markdownExtensions, jekyll } = site;
  const ownHosts = [new URL(site.url).host, ...site.aliases];
  return {
    timezone,
    naiveDates,
    permalink,
    unpublished,
    defaults,
    ownHosts,
    markdownExtensions,
    ...(jekyll && { jekyll }),
  };
}

export interface ReadTask {
  file: FoundFile;
  /** Digest that the archive remembers; a file that still has it is not parsed. */
  knownDigest?: string;
}

/** What became of one file. */
export interface FileReading<ArticleKind extends { kind: 'article' } = Extract<Reading, { kind: 'article' }>> {
  file: FoundFile;
  /** Of the bytes; empty where they were not read. */
  digest: string;
  reading:
    | Exclude<Reading, { kind: 'article' }>
    | ArticleKind
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

/** What became of one file, for the archive. */
export type ReadResult = FileReading<ArticleReading>;

/** Reads one file of the content folder for the archive. Throws for nothing that a file can hold. */
export function readFile(context: ReadContext, task: ReadTask): ReadResult {
  const { file, digest, reading } = readContent(context, task);
  if (reading.kind !== 'article') return { file, digest, reading };
  const { title, text } = reading.article;
  return { file, digest, reading: { ...reading, searchText: toSearchText(title, text) } };
}

/** Reads one file of the content folder. Throws for nothing that a file can hold. */
export function readContent(
  { run, contentDir, settings, now }: ReadContext,
  { file, knownDigest }: ReadTask,
): FileReading {
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
    return { file, digest, reading };
  }
  try {
    return { file, digest, reading: { kind: 'stub', stub: readCategoryStub(file.path, bytes) } };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { ...rejected(file, error.toProblem(file.path)), digest };
  }
}

const rejected = (file: FoundFile, problem: Problem): FileReading => ({
  file,
  digest: '',
  reading: { kind: 'rejected', problem, uses: [] },
});

/** Reads a batch for the archive; what a worker of the pool runs. */
export default function readBatch({ context, tasks }: { context: ReadContext; tasks: ReadTask[] }): ReadResult[] {
  return tasks.map((task) => readFile(context, task));
}

/** Reads files for the archive. */
export const ARCHIVE_READER: BatchReader<ReadResult> = { module: import.meta.url, read: readBatch };
