import { hash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayOf } from '../calendar.ts';
import {
  beginsWithFrontMatter,
  type CategoryStub,
  ContentError,
  type ContentSettings,
  checkData,
  MAX_POST_BYTES,
  OPENING_BYTES,
  type Problem,
  type Reading,
  readCategoryStub,
  readPage,
  readPost,
  type SiteListings,
  tooLarge,
} from '../content/index.ts';
import type { Site } from '../site.ts';
import type { FoundFile } from './folder/content-folder.ts';
import type { FilterSettings } from './folder/entry-filter.ts';
import { siteOfRun } from './folder/site-files.ts';
import { digestOfStamp, readHead, readStatic, type StaticReading } from './folder/static-file.ts';

/** What is the same for all files of an update. */
export interface ReadContext {
  /** Names the update: within it, files that several posts use are read once. */
  run: string;
  /** Real path of the content folder, without symbolic links. */
  contentDir: string;
  settings: ContentSettings;
  /** Decide which files posts and pages may link to. */
  entries: FilterSettings;
  /** When the update began, in seconds since 1970. */
  now: number;
  /** What `site.posts` and `site.pages` hold; absent while the archive does not know it. */
  listings?: SiteListings;
}

/**
 * What all files of a new run have in common.
 * @param contentDir real path of the content folder, without symbolic links
 * @param now seconds since 1970
 */
export function newContext(site: Site, contentDir: string, now: number): ReadContext {
  const { exclude, include, collections, drafts, jekyll } = site;
  const entries = { exclude, include, collections, drafts, ...(jekyll && { jekyll: true }) };
  return { run: randomUUID(), contentDir, settings: contentSettingsOf(site), entries, now };
}

function contentSettingsOf(site: Site): ContentSettings {
  const { timezone, naiveDates, permalink, unpublished, drafts, defaults, markdownExtensions, jekyll } = site;
  const ownHosts = [new URL(site.url).host, ...site.aliases];
  return {
    timezone,
    naiveDates,
    permalink,
    pageSuffix: site.pageSuffix,
    collections: site.collections,
    unpublished,
    marksDrafts: drafts,
    defaults,
    basePath: site.basePath,
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

/** A file that is an article or a page. */
export type Published = Extract<Reading, { kind: 'article' | 'page' }>;

/** What became of one file. */
export interface FileReading<PublishedKind extends Published = Published> {
  file: FoundFile;
  /** Of the bytes, or of the stamp of a static file; empty where nothing was read. */
  digest: string;
  reading:
    | Exclude<Reading, Published>
    | PublishedKind
    | { kind: 'stub'; stub: CategoryStub | undefined }
    /** A file that posts use has changed. */
    | { kind: 'resource'; problem: Problem | undefined }
    | StaticReading
    /** What Jekyll makes a stylesheet or a script of. */
    | { kind: 'source' }
    /** The system refused the bytes. */
    | { kind: 'unreadable'; problem: Problem }
    /** The bytes have the known digest. */
    | { kind: 'same' }
    | { kind: 'gone' };
}

/** Sources of stylesheets and scripts, which Jekyll converts where they have front matter: the portal has its own. */
const SOURCE = /\.(?:scss|sass|coffee)$/i;

/** Reads one file of the content folder. Throws for nothing that a file can hold. */
export function readContent(context: ReadContext, { file, knownDigest }: ReadTask): FileReading {
  const { size } = file.stamp;
  let bytes: Uint8Array;
  try {
    const path = join(context.contentDir, file.path);
    if (file.kind === 'file' && !beginsWithFrontMatter(readHead(path, OPENING_BYTES))) {
      const digest = digestOfStamp(file);
      return { file, digest, reading: digest === knownDigest ? { kind: 'same' } : readStatic(file, path) };
    }
    if (size > MAX_POST_BYTES) return rejected(file, tooLarge(size).toProblem(file.path));
    bytes = readFileSync(path);
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
  return { file, digest, reading: readBytes(context, file, bytes) };
}

function readBytes(context: ReadContext, file: FoundFile, bytes: Uint8Array): FileReading['reading'] {
  const { settings, now } = context;
  switch (file.kind) {
    case 'resource':
      return { kind: 'resource', problem: checkData(file.path, bytes) };
    case 'file':
      if (SOURCE.test(file.path)) return { kind: 'source' };
      return readPage(file.path, bytes, settings, now, siteOfRun(context));
    case 'stub':
      return readStub(file, bytes);
    case 'post':
      return readPostFile(context, file.path, bytes, file.stamp.modified);
    default:
      return file.kind satisfies never;
  }
}

function readStub(file: FoundFile, bytes: Uint8Array): FileReading['reading'] {
  try {
    return { kind: 'stub', stub: readCategoryStub(file.path, bytes) };
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    return { kind: 'rejected', problem: error.toProblem(file.path), uses: [] };
  }
}

const DRAFT_WITHOUT_DATE = /((?:^|\/)_drafts\/(?:.*\/)?)(?!\d{4}-\d{1,2}-\d{1,2}-)([^/]+)$/;

/**
 * Reads a post. A draft of `_drafts`, whose name needs no date, is read as a post of the day of its last change, as in Jekyll.
 * @param modified last change of the file, in milliseconds since 1970
 */
export function readPostFile(context: ReadContext, path: string, bytes: Uint8Array, modified: number): Reading {
  const { settings, now } = context;
  const site = siteOfRun(context);
  if (!DRAFT_WITHOUT_DATE.test(path)) return readPost(path, bytes, settings, now, site);
  const day = dayOf(Math.floor(modified / 1000), settings.timezone);
  const dated = path.replace(DRAFT_WITHOUT_DATE, `$1${day}-$2`);
  return withPath(readPost(dated, bytes, settings, now, site), path);
}

/** A reading that names another file. */
function withPath(reading: Reading, path: string): Reading {
  switch (reading.kind) {
    case 'article': {
      const warnings = reading.warnings.map((warning) => ({ ...warning, path }));
      return { ...reading, article: { ...reading.article, path }, warnings };
    }
    case 'retracted': {
      const warnings = reading.warnings.map((warning) => ({ ...warning, path }));
      return { ...reading, retraction: { ...reading.retraction, path }, warnings };
    }
    case 'rejected':
    case 'passed-over':
      return { ...reading, problem: { ...reading.problem, path } };
    case 'unpublished':
    case 'page':
      return reading;
    default:
      return reading satisfies never;
  }
}

const rejected = (file: FoundFile, problem: Problem): FileReading => ({
  file,
  digest: '',
  reading: { kind: 'rejected', problem, uses: [] },
});
