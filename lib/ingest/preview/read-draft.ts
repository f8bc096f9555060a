import { readFileSync, realpathSync, statSync } from 'node:fs';
import { type Article, MAX_POST_BYTES, type Problem, tooLarge } from '../../content/index.ts';
import { locateWithin } from '../../locate-within.ts';
import type { Site } from '../../site.ts';
import { newContext, readPostFile } from '../read-files.ts';

/** A file as its page will look, or what is wrong with it; `undefined` for no file of the content folder. */
export type DraftReading = { article: Article } | { problem: Problem } | undefined;

/**
 * Reads one file of the content folder, published or not: also with `published: false`, dated in the future, or in `_drafts`.
 * @param path relative to the content folder, with `/` between folders
 * @param now seconds since 1970
 */
export function readDraft(site: Site, path: string, now: number): DraftReading {
  const root = realpathSync(site.contentDir);
  const file = locateWithin(root, path);
  const stat = file === undefined ? undefined : statSync(file);
  if (file === undefined || !stat?.isFile()) return undefined;
  if (stat.size > MAX_POST_BYTES) return { problem: tooLarge(stat.size).toProblem(path) };
  const context = newContext({ ...site, unpublished: true, drafts: false }, root, now);
  const reading = readPostFile(context, path, readFileSync(file), stat.mtimeMs);
  switch (reading.kind) {
    case 'article':
      return { article: reading.article };
    case 'retracted':
      return { problem: retracted(path) };
    case 'rejected':
    case 'passed-over':
      return { problem: reading.problem };
    case 'unpublished':
    case 'page':
      return undefined;
    default:
      return reading satisfies never;
  }
}

const retracted = (path: string): Problem => ({
  path,
  line: 1,
  severity: 'warning',
  message: 'retracted: the post is withdrawn, and its address says so',
});
