import { ContentError, quoteValue } from './errors.ts';
import { cleanLine } from './plain-text.ts';
import type { ContentSettings } from './settings.ts';

const POST_NAME = /^(\d{4}|\d{2})-(\d{1,2})-(\d{1,2})-(.*)\.([^.]+)$/;
/** Two digits from here on mean a year of the last century, as in Ruby. */
const LAST_CENTURY = 69;

/** Data of a post from its path. */
export interface FileName {
  /** The file, relative to the content folder, with `/` between folders. */
  path: string;
  /** The name without its ending, date included. */
  basename: string;
  /** The name without date and ending. */
  slug: string;
  isMarkdown: boolean;
  /** The day in the name, which may not exist. */
  year: number;
  month: number;
  day: number;
  /** Folders above `_posts` or `_drafts`: categories of the post, as in Jekyll. */
  categories: string[];
}

/**
 * A year of two digits is one on a Jekyll site alone: elsewhere it is a mistake.
 * @throws {ContentError} for a name without a date
 */
export function parseFileName(
  path: string,
  { markdownExtensions, jekyll }: Pick<ContentSettings, 'markdownExtensions' | 'jekyll'>,
): FileName {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const match = POST_NAME.exec(name);
  if (!match || (match[1]?.length === 2 && !jekyll)) {
    throw new ContentError(`the file name ${quoteValue(name)} has no date: expected YYYY-MM-DD-slug.md or .html`);
  }
  const [, slug = '', ending = ''] = match.slice(3);
  const [written = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const year = match[1]?.length === 4 ? written : written + (written < LAST_CENTURY ? 2000 : 1900);
  const folders = path.split('/');
  return {
    path,
    basename: name.slice(0, name.lastIndexOf('.')),
    slug: withoutDots(slug),
    isMarkdown: markdownExtensions.includes(ending.toLowerCase()),
    year,
    month,
    day,
    categories: folders.slice(
      0,
      Math.max(
        folders.findIndex((folder) => /^_(?:posts|drafts)$/.test(folder)),
        0,
      ),
    ),
  };
}

/** Jekyll drops dots at the end of a slug. */
function withoutDots(slug: string): string {
  let end = slug.length;
  while (slug[end - 1] === '.') end--;
  return slug.slice(0, end);
}

/** The title that Jekyll gives to a post or document without one: `tai-zhou` is titled `Tai Zhou`. */
export function titleOf({ slug, basename }: Pick<FileName, 'slug' | 'basename'>): string {
  const words = cleanLine(slug).split('-').filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || basename;
}
