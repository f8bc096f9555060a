import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentError, type Position, Positions, type Problem } from '../../content/index.ts';
import type { Site } from '../../site.ts';
import { ContentFolder, type FoundFile, pathInContent } from '../folder/content-folder.ts';
import { newContext, type ReadContext } from '../read-files.ts';
import { type BatchReader, readInParallel } from '../read-pool.ts';
import readFacts, { type FileFacts, type PostFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { listFindings, listLinkFindings } from './findings.ts';
import { KnownAddresses } from './known-addresses.ts';
import { listByMention, toNeighbourTest } from './neighbours.ts';

const FACTS_READER: BatchReader<FileFacts> = { module: new URL('./facts.ts', import.meta.url).href, read: readFacts };

export interface CheckOptions {
  /** Absolute paths of the files to check; the whole content folder, where absent. */
  files?: readonly string[];
  /** `links`: only what is to be said of links, redirects included. */
  subject?: 'everything' | 'links';
  /** The clock: decides which posts lie far in the future. */
  now?: Date;
  /** @param total 0 while it is not known */
  onProgress?: (done: number, total: number) => void;
}

export interface CheckReport {
  /** Files that were checked. */
  files: number;
  /** Named files that the portal does not read: outside the content folder, excluded, or no post. */
  passedOver: string[];
  seconds: number;
  /** By path, then by line. Paths are relative to the content folder, with `/` between folders. */
  problems: Problem[];
}

/**
 * Checks the content folder as indexing reads it, without an index. With `files`, only these are checked; of the other files only
 * those are read that may have an address which the named ones have or link to, and whether categories, tags and periods exist
 * is not looked at.
 * @throws {ArchiveError} where the content folder cannot be read
 */
export async function checkContent(site: Site, options: CheckOptions = {}): Promise<CheckReport> {
  const started = performance.now();
  const { files, now = new Date() } = options;
  const check = new ContentCheck(site, Math.floor(now.getTime() / 1000), options);
  const { count, passedOver, problems } = files ? await check.runNamed(files) : await check.runWhole();
  const seconds = Math.round(performance.now() - started) / 1000;
  return { files: count, passedOver, seconds, problems: problems.sort(byPlace) };
}

interface CheckRun {
  count: number;
  passedOver: string[];
  problems: Problem[];
}

class ContentCheck {
  readonly #site: Site;
  readonly #now: number;
  readonly #folder: ContentFolder;
  readonly #context: ReadContext;
  readonly #onProgress: CheckOptions['onProgress'];
  readonly #isOfLinks: boolean;

  constructor(site: Site, now: number, { onProgress, subject }: CheckOptions) {
    this.#site = site;
    this.#now = now;
    this.#folder = new ContentFolder(site);
    this.#context = newContext(site, this.#folder.root, now);
    this.#onProgress = onProgress;
    this.#isOfLinks = subject === 'links';
  }

  async runWhole(): Promise<CheckRun> {
    const { files, problems } = this.#folder.scan();
    const addresses = new KnownAddresses(this.#site.timezone, true);
    const facts = await this.#read(files, addresses);
    return { count: facts.length, passedOver: [], problems: this.#judge(problems, facts, addresses) };
  }

  async runNamed(named: readonly string[]): Promise<CheckRun> {
    const layout = this.#folder.findLayout();
    const wanted = named.map((file) => ({ file, path: pathInContent(this.#site, file) }));
    const scan = this.#folder.scanPart([...new Set(wanted.flatMap(({ path }) => path ?? []))], layout);
    const addresses = new KnownAddresses(this.#site.timezone, false);
    const facts = await this.#read(scan?.files ?? [], addresses);
    const found = new Set([...facts, ...(scan?.problems ?? [])].map(({ path }) => path));
    const texts = facts.flatMap(({ post, page }) => post ?? page ?? []);
    const addAll = async (neighbours: readonly string[]): Promise<void> => {
      const { files = [] } = this.#folder.scanPart(neighbours, layout) ?? {};
      await this.#read(files, addresses);
    };
    const isOther = (path: string): boolean => !found.has(path);
    await addAll(this.#folder.listPaths(toNeighbourTest(texts)).filter(isOther));
    const listOthers = (): string[] => [...this.#folder.listKinds(this.#folder.listPaths()).keys()].filter(isOther);
    await addAll(listByMention(texts, listOthers, addresses, this.#folder.root));
    return {
      count: facts.length,
      passedOver: wanted.filter(({ path }) => !isCovered(path, found)).map(({ file }) => file),
      problems: this.#judge(scan?.problems ?? [], facts, addresses),
    };
  }

  /** Reads files and notes their addresses. @returns all but static ones with which nothing is wrong */
  async #read(files: readonly FoundFile[], addresses: KnownAddresses): Promise<FileFacts[]> {
    const facts: FileFacts[] = [];
    let done = 0;
    for await (const file of readInParallel(FACTS_READER, this.#context, files, (found) => ({ file: found }))) {
      addresses.add(file);
      if (file.address === undefined || file.problems.length > 0) facts.push(file);
      this.#onProgress?.(++done, files.length);
    }
    return facts;
  }

  /** @param found problems of files that could not be looked at */
  #judge(found: readonly Problem[], facts: readonly FileFacts[], addresses: KnownAddresses): Problem[] {
    const posts = facts.flatMap(({ post }) => post ?? []).sort(byPath);
    const pages = facts.flatMap(({ page }) => page ?? []);
    const surveyed = { posts, pages, addresses, timezone: this.#site.timezone, now: this.#now };
    if (this.#isOfLinks) return this.#locate(listLinkFindings(surveyed));
    const findings = listFindings(surveyed);
    return [...found, ...facts.flatMap(({ problems }) => problems), ...this.#locate(findings)];
  }

  /** Findings with their lines. Reads again the files that have any, each once. */
  #locate(findings: readonly Finding[]): Problem[] {
    const byFile = Map.groupBy(findings, ({ path }) => path);
    return [...byFile].flatMap(([path, list]) => {
      const positions = this.#openPositions(path);
      return list.map(({ severity, message, locate }): Problem => {
        const { line, column }: Position = positions ? locate(positions) : { line: 1, column: 1 };
        return { path, line, column, severity, message };
      });
    });
  }

  /** @returns `undefined` for a file that has changed since it was read */
  #openPositions(path: string): Positions | undefined {
    try {
      return new Positions(readFileSync(join(this.#folder.root, path)));
    } catch (error) {
      if (error instanceof ContentError || (error instanceof Error && 'code' in error)) return undefined;
      throw error;
    }
  }
}

/** Whether a named file, or a file below a named folder, was found. */
const isCovered = (path: string | undefined, found: ReadonlySet<string>): boolean =>
  path !== undefined && (found.has(path) || [...found].some((other) => other.startsWith(`${path}/`)));

const byPath = (a: PostFacts, b: PostFacts): number => (a.path < b.path ? -1 : 1);

const byPlace = (a: Problem, b: Problem): number =>
  a.path === b.path ? a.line - b.line || (a.column ?? 1) - (b.column ?? 1) : a.path < b.path ? -1 : 1;
