import type { Collection } from '../../content/index.ts';
import { isNeverPublished } from '../../locate-within.ts';
import type { Site } from '../../site.ts';

/** Left out by Jekyll 4.3, beside what `exclude` of `_config.yml` names. */
const DEFAULT_EXCLUDES = [
  '.sass-cache',
  '.jekyll-cache',
  'gemfiles',
  'Gemfile',
  'Gemfile.lock',
  'node_modules',
  'vendor/bundle/',
  'vendor/cache/',
  'vendor/gems/',
  'vendor/ruby/',
];
const POSTS = '_posts';
const DRAFTS = '_drafts';
/** Includes and data of a Jekyll site, and the folders that hold them. */
const RESOURCE = /^_(?:includes|data)(?:\/|$)/;
const SPECIAL = /^[._#~]|~$/;
const HIDDEN = /^[.#~]|~$/;

/** A pattern of `include` or `exclude`. */
interface Pattern {
  /** What a path that is meant begins with, whether the pattern has wildcards or not. */
  text: string;
  /** The folder that a pattern with a slash at its end means; otherwise the same. */
  folder: string;
  /** Absent where the pattern has no wildcard: then the comparison of texts tells all. */
  glob?: RegExp;
}

/** The settings that decide. */
export type FilterSettings = Pick<Site, 'exclude' | 'include' | 'collections' | 'drafts'> & { jekyll?: unknown };

/**
 * Which names Jekyll's reader passes over (`EntryFilter` of Jekyll 4.3): those that begin with `.`, `_`, `#` or `~` or end with `~`,
 * and what `exclude` means; `include` goes before both. Paths are relative to the content folder.
 */
export class EntryFilter {
  readonly #excludes: Pattern[];
  readonly #includes: Pattern[];
  /** Published collections by their folders. */
  readonly #collections: ReadonlyMap<string, Collection>;
  /** Folders of collections whose documents are listed but not published. */
  readonly #unpublished: string[];
  readonly #isJekyll: boolean;
  /** Folders of posts, whose names are special. */
  readonly #folders: ReadonlySet<string>;

  constructor({ exclude, include, collections, jekyll, drafts }: FilterSettings) {
    this.#folders = new Set(drafts ? [POSTS, DRAFTS] : [POSTS]);
    this.#isJekyll = jekyll !== undefined;
    const excluded = [...exclude, ...DEFAULT_EXCLUDES].filter((pattern) => !include.includes(pattern));
    this.#excludes = excluded.flatMap(toPattern);
    this.#includes = include.flatMap(toPattern);
    const published = collections.filter(({ isPublished }) => isPublished);
    this.#unpublished = collections.filter(({ isPublished }) => !isPublished).map(({ folder }) => folder);
    this.#collections = new Map(published.map((collection) => [collection.folder, collection]));
  }

  /** True for a file or folder that is passed over where the folders above it are not. */
  isPassedOver(path: string): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (name.endsWith('.')) return true;
    if (this.isResource(path)) return HIDDEN.test(name);
    if (this.#isIncluded(name) || this.#includes.some(({ text }) => text === path)) return false;
    return this.#isExcluded(path) || (SPECIAL.test(name) && !this.#folders.has(name) && !this.#collections.has(path));
  }

  /** Files below passed-over folders that `include` names with their whole paths. */
  get includedFiles(): readonly string[] {
    return this.#includes.flatMap(({ text }) => (text.includes('/') && this.#isBelowPassedOver(text) ? [text] : []));
  }

  /** True for a path that is none of a published file. */
  isUnreachable(path: string): boolean {
    return !this.includedFiles.includes(path) && this.#isBelowPassedOver(path);
  }

  #isBelowPassedOver(path: string): boolean {
    return path.split('/').some((_, index, names) => this.isPassedOver(names.slice(0, index + 1).join('/')));
  }

  /** True for a file that posts, pages or static files are read from, wherever it lies. */
  mayPublish(path: string): boolean {
    return !this.isUnreachable(path) && !this.isResource(path);
  }

  /** True for a path below a hidden file or folder: a link must not publish what it leads to. */
  isHidden(path: string): boolean {
    return isNeverPublished(
      path
        .split('/')
        .map((name) => (this.#isIncluded(name) ? '' : name))
        .join('/'),
    );
  }

  /** The published collection whose folder a file lies in. */
  collectionOf(path: string): Collection | undefined {
    for (const [folder, collection] of this.#collections) if (path.startsWith(`${folder}/`)) return collection;
    return undefined;
  }

  /** True for what posts and pages of a Jekyll site may use, and for the folders that hold it. */
  isResource(path: string): boolean {
    const isWithin = (folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
    return this.#isJekyll && (RESOURCE.test(path) || this.#unpublished.some(isWithin));
  }

  /** Jekyll compares the name alone, wherever the file lies. */
  #isIncluded(name: string): boolean {
    return this.#includes.some((pattern) => isMeant(name, pattern));
  }

  #isExcluded(path: string): boolean {
    return this.#excludes.some((pattern) => isMeant(path, pattern) || pattern.folder === path);
  }
}

/** Jekyll compares the beginnings of paths: `notes` also means `notes-for-us.md`. */
const isMeant = (path: string, { text, glob }: Pattern): boolean => path.startsWith(text) || glob?.test(path) === true;

function toPattern(pattern: string): Pattern[] {
  const text = pattern.replace(/^(?:\.?\/)+/, '');
  if (text === '') return [];
  return [{ text, folder: text.replace(/\/$/, ''), ...(/[*?[\\]/.test(text) && { glob: toRegExp(text) }) }];
}

/** Ruby's `File.fnmatch` without flags: `*` and `?` stand for slashes as well. */
function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*+|\?|\[([!^]?)([^\]]+)\]|\\?(.)/gsu, (token, not, members, literal) => {
    if (token.startsWith('*')) return '.*';
    if (token === '?') return '.';
    if (members === undefined) return RegExp.escape(literal);
    return `[${not ? '^' : ''}${members.replace(/[\\[\]^&~]/g, '\\$&')}]`;
  });
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    // A range that begins behind its end: Ruby finds nothing with it.
    return /(?!)/;
  }
}
