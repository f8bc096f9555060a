import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { escapePath } from '../../addresses.ts';
import { dayOf } from '../../calendar.ts';
import { ContentError, parseDate, readPost } from '../../content/index.ts';
import type { Site } from '../../site.ts';
import { ContentFolder } from '../folder/content-folder.ts';
import { newContext } from '../read-files.ts';
import { type NewPost, renderNewPost, toSlug } from './post-text.ts';

/** Name of a file whose title has no letter that could stand in a name. */
const NAMELESS = 'post';

/** A file that was written. */
export interface WrittenPost {
  /** Absolute. */
  file: string;
  /** Where readers will find it: an absolute URL. */
  address: string;
}

/**
 * Writes the file of a new post without a body, named as the archive names files: date and the title in pinyin. It lies where the
 * newest posts lie: in `_posts`, or in its folder of the year or month where the archive has those. No file is written over, and no
 * two posts get the same name, wherever they lie: addresses are made of names.
 * @throws {ContentError} for a title or a name that the portal could not publish; nothing is written then
 */
export function writeNewPost(site: Site, post: NewPost): WrittenPost {
  const folder = new ContentFolder(site);
  const layout = folder.findLayout();
  const paths = [...folder.listKinds(folder.listPaths()).keys()];
  const day = dayOf(post.publishedAt, site.timezone);
  const base =
    layout === 'posts-folders' || paths.length === 0 ? folderOf(day, paths, '_posts') : folderOf(day, paths, '');
  const text = renderNewPost(post, site.timezone);
  const taken = new Set(paths.map(stemOf));
  const slug = toSlug(post.title) || NAMELESS;
  for (let number = 1; ; number++) {
    const stem = `${day}-${slug}${number === 1 ? '' : `-${number}`}`;
    if (taken.has(stem)) continue;
    const path = join(base, `${stem}.md`);
    const address = site.url + site.basePath + escapePath(addressOf(site, folder.root, path, text));
    if (writeIfNew(join(folder.root, path), text)) return { file: join(site.contentDir, path), address };
  }
}

/** The instant that an editor writes, in seconds since 1970; in the site's zone where none is named. `undefined` for what is no date, or a day that does not exist. */
export function readDate(text: string, { timezone }: Site): number | undefined {
  const date = parseDate(text, { timezone, naiveDates: 'site' });
  return date?.isBeyondMonth ? undefined : date?.instant;
}

const stemOf = (path: string): string => path.replace(/^.*\//, '').replace(/\.[^.]*$/, '');

/** `_posts`, `_posts/2026`, `_posts/2026/11` or `_posts/2026-11`, as the newest post has it. */
function folderOf(day: string, paths: readonly string[], root: string): string {
  const start = root === '' ? '' : `${root}/`;
  const newest = paths
    .filter((path) => path.startsWith(start) && /^\d/.test(stemOf(path)))
    .reduce((found, path) => (stemOf(path) > stemOf(found) ? path : found), '');
  const within = newest === '' ? '' : dirname(newest.slice(start.length));
  if (/^\d{4}$/.test(within)) return join(root, day.slice(0, 4));
  if (/^\d{4}-\d\d$/.test(within)) return join(root, day.slice(0, 7));
  if (/^\d{4}\/\d\d$/.test(within)) return join(root, day.slice(0, 4), day.slice(5, 7));
  return root;
}

/** The decoded path at which the portal will publish the file. @throws {ContentError} where it would not */
function addressOf(site: Site, contentDir: string, path: string, text: string): string {
  const { settings, now } = newContext({ ...site, unpublished: true }, contentDir, 0);
  const reading = readPost(path, new TextEncoder().encode(text), settings, now);
  if (reading.kind === 'article') {
    const [warning] = reading.warnings;
    if (warning) throw new ContentError(warning.message);
    return reading.article.url;
  }
  throw new ContentError(reading.kind === 'rejected' ? reading.problem.message : 'the post would not be published');
}

/** @returns false where there is a file of the name already */
function writeIfNew(file: string, text: string): boolean {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
