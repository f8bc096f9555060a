import { pathHref } from '../addresses.ts';
import { fromZoned, isCalendarTime } from '../calendar.ts';
import { checkAddress, expandPermalink, unknownPlaceholder } from './address/permalink.ts';
import type { Article } from './article.ts';
import { ContentError, type Problem, quoteValue } from './errors.ts';
import { parseDate, YamlTimestamp } from './front-matter/dates.ts';
import { Fields } from './front-matter/fields.ts';
import { type SplitPost, splitFrontMatter } from './front-matter/split.ts';
import { findImage, findSourceName, makeExtract } from './html/describe.ts';
import { markLanguages } from './html/languages.ts';
import { ownPath, readImageLink } from './html/links.ts';
import { settleParagraphs } from './html/paragraphs.ts';
import { sanitize } from './html/sanitize.ts';
import { toText } from './html/text.ts';
import { type HtmlNode, parseTree, serializeTree } from './html/tree.ts';
import { splitFooter } from './markdown/footer.ts';
import { renderMarkdown } from './markdown/render.ts';
import { cleanLine } from './plain-text.ts';
import { measureReading } from './reading-time.ts';

/** Largest post, in bytes. */
export const MAX_POST_BYTES = 2 * 1024 * 1024;

/** The settings of a site on which the reading of a post depends. */
export interface ContentSettings {
  /** IANA zone of addresses and of dates without a time. */
  timezone: string;
  naiveDates: 'utc' | 'site';
  /** Template or named style of Jekyll. */
  permalink: string;
  /** Hosts (with port, if any) of the portal: its own and its aliases. */
  ownHosts: string[];
  /** True where posts that say `published: false` are published all the same. */
  unpublished: boolean;
  /** `defaults` of `_config.yml`: values for the posts below a folder, the most specific last. */
  defaults: { path: string; values: Record<string, unknown> }[];
}

/** What became of a file. */
export type Reading =
  | { kind: 'article'; article: Article; warnings: Problem[] }
  | { kind: 'unpublished' }
  | { kind: 'rejected'; problem: Problem };

const POST_NAME = /^(\d{4})-(\d{1,2})-(\d{1,2})-(.*)\.(md|markdown|html)$/;

/**
 * One post's bytes to one article: decode, front matter, check, Markdown, sanitize, describe. Pure: the same input gives
 * the same output. Never throws for what a file holds: that is a `rejected` reading, whose problem says where and what.
 * @param path the file, relative to the content folder, with `/` between folders
 */
export function readPost(path: string, bytes: Uint8Array, settings: ContentSettings): Reading {
  try {
    return readCheckedPost(path, decodePost(bytes), settings);
  } catch (error) {
    if (error instanceof ContentError) return { kind: 'rejected', problem: error.toProblem(path) };
    // Only a limit of a library can end here (a stack that is too deep, say): the file's fault, not the portal's.
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: 'rejected',
      problem: {
        path,
        line: 1,
        severity: 'error',
        message: `the post cannot be read (${reason}): simplify its mark-up`,
      },
    };
  }
}

/** The defect of a file of more than `MAX_POST_BYTES`. */
export function tooLarge(bytes: number): ContentError {
  return new ContentError(`${bytes} bytes: expected at most ${MAX_POST_BYTES}; split the post or link to the data`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A file's text. @throws {ContentError} for what is too large, not text, or not UTF-8. */
function decodePost(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_POST_BYTES) throw tooLarge(bytes.byteLength);
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw new ContentError('a zero byte: expected text; this is another kind of file, or UTF-16: save as UTF-8', {
      line: lineAt(bytes, zero),
    });
  }
  try {
    return utf8.decode(bytes);
  } catch {
    const wrong = firstInvalidByte(bytes);
    const value = bytes[wrong]?.toString(16).padStart(2, '0');
    throw new ContentError(`not UTF-8 (byte 0x${value}): expected UTF-8; is it GBK? Save it as UTF-8`, {
      line: lineAt(bytes, wrong),
    });
  }
}

const lineAt = (bytes: Uint8Array, offset: number): number =>
  bytes.subarray(0, offset).reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1);

/** Offset of the first byte at which UTF-8 breaks, by halving. */
function firstInvalidByte(bytes: Uint8Array): number {
  const isValid = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValid(middle)) good = middle;
    else bad = middle;
  }
  return good;
}

/** What a file's name says. @throws {ContentError} for a name without a date or with an impossible one. */
function parseName(path: string): {
  basename: string;
  slug: string;
  isMarkdown: boolean;
  day: [number, number, number];
} {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const match = POST_NAME.exec(name);
  if (!match) {
    throw new ContentError(
      `the file name ${quoteValue(name)} has no date: expected YYYY-MM-DD-slug.md, .markdown or .html`,
    );
  }
  const [, year, month, day, slug = '', ending] = match;
  const fields = { year: Number(year), month: Number(month), day: Number(day), hour: 0, minute: 0, second: 0 };
  if (!isCalendarTime(fields))
    throw new ContentError(`the file name ${quoteValue(name)} has a day that does not exist`);
  return {
    basename: name.slice(0, name.lastIndexOf('.')),
    slug: slug.replace(/\.+$/, ''),
    isMarkdown: ending !== 'html',
    day: [fields.year, fields.month, fields.day],
  };
}

function defaultsFor(path: string, settings: ContentSettings): Map<string, unknown> {
  const values = new Map<string, unknown>();
  for (const scope of settings.defaults) {
    if (scope.path === '' || path === scope.path || path.startsWith(`${scope.path}/`)) {
      for (const [field, value] of Object.entries(scope.values)) values.set(field, value);
    }
  }
  return values;
}

/** Folders above `_posts` are categories of a post, as in Jekyll. */
function folderCategories(path: string): string[] {
  const folders = path.split('/');
  const posts = folders.indexOf('_posts');
  return posts > 0 ? folders.slice(0, posts) : [];
}

/** `2022-03-01-tai-zhou` is titled `Tai Zhou`, as in Jekyll. */
const titleFromSlug = (slug: string): string =>
  slug
    .split('-')
    .filter(Boolean)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');

function readDate(fields: Fields, field: string, settings: ContentSettings): number | undefined {
  const value = fields.value(field);
  if (value === undefined || value === '') return undefined;
  const isText = typeof value === 'string' || value instanceof YamlTimestamp;
  const instant = isText ? parseDate(value, settings) : undefined;
  if (instant === undefined) throw fields.error(field, 'a day and time that exist, as in 2022-02-22 10:01:04 +0800');
  return instant;
}

function readCheckedPost(path: string, text: string, settings: ContentSettings): Reading {
  const name = parseName(path);
  const post = splitFrontMatter(text);
  const fields = new Fields(post, defaultsFor(path, settings));
  if (!fields.isPublished() && !settings.unpublished) return { kind: 'unpublished' };

  const [year, month, day] = name.day;
  const nameDate = fromZoned({ year, month, day, hour: 0, minute: 0, second: 0 }, settings.timezone);
  const publishedAt = readDate(fields, 'date', settings) ?? nameDate;
  const modifiedAt = Math.max(readDate(fields, 'last_modified_at', settings) ?? publishedAt, publishedAt);
  const expiresAt = readDate(fields, 'expires_at', settings);
  const title = fields.text('title') ?? (titleFromSlug(cleanLine(name.slug)) || name.basename);
  const slug = fields.text('slug') ?? name.slug;
  const folders = folderCategories(path);
  const categories = [...new Set([...folders, ...fields.names('category', 'categories')])];
  const tags = fields.addressable(fields.names('tag', 'tags'), 'the tag');

  const values = { path, basename: name.basename, slug, categories, publishedAt, timezone: settings.timezone };
  const url = readAddress(fields, settings, values);
  const redirectFrom = readRedirects(fields, url);
  if (post.hasLeadingBytes) {
    const plain = expandPermalink(settings.permalink, {
      ...values,
      slug: name.slug,
      categories: folders,
      publishedAt: nameDate,
    });
    const address = checkAddress(encodeURI(plain));
    if ('path' in address && address.path !== url) redirectFrom.push(address.path);
  }

  const footer = splitFooter(post.body);
  const dirty = name.isMarkdown ? renderMarkdown(footer.body) : footer.body;
  const ownHosts = new Set(settings.ownHosts);
  const clean = sanitize(dirty, ownHosts);
  const tree = settleParagraphs(parseTree(clean));
  markLanguages(tree, clean);
  const plain = toText(tree);
  const author = fields.value('author') instanceof Map ? undefined : fields.text('author');
  const description = fields.text('description');
  const image = readImage(fields, tree, url, ownHosts);
  const sourceName = findSourceName(tree, plain);
  const article: Article = {
    path,
    url,
    slug: cleanLine(slug),
    title,
    publishedAt,
    modifiedAt,
    ...(expiresAt !== undefined && { expiresAt }),
    categories: fields.addressable(categories, 'the category'),
    tags,
    ...(author !== undefined && { author }),
    ...(image !== undefined && { image }),
    ...(description !== undefined && { description }),
    html: serializeTree(tree),
    text: plain,
    readingMinutes: measureReading(plain),
    extract: makeExtract(tree, title),
    ...(footer.sourceUrl !== undefined && { sourceUrl: footer.sourceUrl }),
    ...(sourceName !== undefined && { sourceName }),
    ...(footer.backLabel !== undefined && { backLabel: cleanLine(footer.backLabel) }),
    redirectFrom: [...new Set(redirectFrom)],
  };
  const warnings = [...post.warnings, ...fields.warnings].map(
    (message): Problem => ({ path, line: 1, severity: 'warning', message }),
  );
  return { kind: 'article', article, warnings };
}

/** The post's own `permalink`, which must be an address as it stands, or the site's template filled in. */
function readAddress(fields: Fields, settings: ContentSettings, values: Parameters<typeof expandPermalink>[1]): string {
  const own = fields.text('permalink');
  if (own === undefined) {
    const address = checkAddress(
      encodeURI(expandPermalink(settings.permalink, values).toWellFormed()).replace(/[?#]/g, encodeURIComponent),
    );
    if ('reason' in address) throw new ContentError(`the address made of its name and categories ${address.reason}`);
    return address.path;
  }
  const unknown = unknownPlaceholder(own);
  if (unknown !== undefined) throw fields.error('permalink', `a placeholder that Jekyll knows instead of :${unknown}`);
  const literal = checkAddress(own);
  if ('reason' in literal) throw permalinkError(fields, literal.reason);
  const address = checkAddress(
    expandPermalink(own.replace(/^(?!\/)/, '/'), values).replace(/%(?![\da-f]{2})/gi, '%25'),
  );
  if ('reason' in address) throw permalinkError(fields, address.reason);
  return address.path;
}

const permalinkError = (fields: Fields, reason: string): ContentError =>
  new ContentError(
    `permalink: ${quoteValue(fields.value('permalink'))} ${reason}; choose another, such as /news/example.html`,
    {
      line: fields.line('permalink'),
      column: 1,
    },
  );

function readRedirects(fields: Fields, url: string): string[] {
  const value = fields.value('redirect_from');
  if (value === undefined) return [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  const paths: string[] = [];
  for (const item of list) {
    if (typeof item !== 'string') throw fields.error('redirect_from', 'an address, or a list of addresses');
    const address = checkAddress(item);
    if ('reason' in address) {
      fields.warnings.push(`redirect_from: ${quoteValue(item)} ${address.reason}; it does not redirect`);
    } else if (address.path !== url) {
      paths.push(address.path);
    }
  }
  return paths;
}

/**
 * The article's picture: `image` of the front matter (an address, or a mapping with a `path`, as jekyll-seo-tag has it), read
 * from the home page; else the body's first one, read from the article.
 */
function readImage(
  fields: Fields,
  tree: readonly HtmlNode[],
  url: string,
  ownHosts: ReadonlySet<string>,
): string | undefined {
  const value = fields.value('image');
  const own = value instanceof Map ? value.get('path') : value;
  const link = typeof own === 'string' && own.trim() !== '' ? readImageLink(own, ownHosts) : undefined;
  if (link) return link.isOwn ? ownPath(link.url) : link.url.href;
  const first = findImage(tree);
  const found = first === undefined ? undefined : readImageLink(first, ownHosts);
  return found?.isOwn ? ownPath(new URL(first ?? '', new URL(pathHref(url), found.url))) : found?.href;
}

/** A category that a stub (`category/<name>.html` with `layout: category`) makes exist. */
export interface CategoryStub {
  name: string;
  title?: string;
}

/** A stub's category; `undefined` for a page of another layout. @throws {ContentError} as for posts. */
export function readCategoryStub(path: string, bytes: Uint8Array): CategoryStub | undefined {
  const post: SplitPost = splitFrontMatter(decodePost(bytes));
  const fields = new Fields(post, new Map());
  if (fields.text('layout') !== 'category') return undefined;
  const value = fields.value('category');
  // Not `text`: names of categories may hold two spaces.
  const name = typeof value === 'string' && value.trim() !== '' ? value.trim() : path.replace(/^.*\/|\.[^.]*$/g, '');
  const title = fields.text('title');
  return { name, ...(title !== undefined && { title }) };
}
