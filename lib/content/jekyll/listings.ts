import { renderMarkdownOf } from '../markdown/dialect.ts';
import type { ContentSettings } from '../settings.ts';
import type { Collection } from './collections.ts';
import { excerptOf, withoutLiquid } from './excerpt.ts';
import type { Facts } from './facts.ts';

/** Most posts in `site.posts`: what is honest for an archive of a million. */
export const NEWEST_POSTS = 100;
/** Most files in `site.pages`, or of one collection, and most bytes of them together: they are held in memory. */
const MOST_FILES = 1_000;
const MOST_BYTES = 16 * 1024 * 1024;
/** Posts in `site.related_posts`, as in Jekyll. */
const RELATED_POSTS = 10;

const POSTS = { label: 'posts', folder: '_posts', isPublished: true };

/** What the listings of a site are made of, as far as the archive knows it. */
export interface SiteListings {
  /** Paths of the newest posts, the newest first; at most `NEWEST_POSTS`. */
  posts: readonly string[];
  /** Paths of the pages that are listed. */
  pages: readonly string[];
}

/** A file in a listing. */
export interface ListedFile {
  facts: Facts;
  isMarkdown: boolean;
  /** Bytes of the file. */
  size: number;
}

/** What listings ask of the site. */
interface ListingSource {
  settings: ContentSettings;
  /** `undefined` for what is not published. */
  readListed(path: string): ListedFile | undefined;
  /** Files below a folder, by path. */
  listBelow(folder: string): readonly string[];
}

const OF_POSTS = new Set(['posts', 'categories', 'tags', 'related_posts', 'documents', 'collections']);
const OF_PAGES = new Set(['pages', 'html_pages', 'collections', 'documents']);

/** What a text depends on that uses `site.<name>`, which is a listing. */
export function listingUses(name: string): string[] {
  return [
    ...(OF_POSTS.has(name) ? ['site:posts'] : []),
    ...(OF_PAGES.has(name) || !OF_POSTS.has(name) ? ['site:pages'] : []),
  ];
}

/** `site.posts`, `site.pages` and the other lists of files that templates may ask for. Each file is read when it is asked for. */
export class Listings {
  readonly #source: ListingSource;
  readonly #paths: SiteListings;
  readonly #items = new Map<string, Item | undefined>();
  /** Lists that templates have asked for, by their names. */
  readonly #lists = new Map<string, unknown>();
  /** Listings that do not hold all of their files. */
  readonly #cut = new Set<string>();

  constructor(source: ListingSource, paths: SiteListings) {
    this.#source = source;
    this.#paths = paths;
  }

  /**
   * What `site.<name>` holds; `undefined` where that is no listing.
   * @param page the text that asks
   */
  read(name: string, page: Facts): { value: unknown } | undefined {
    if (name === 'related_posts') return { value: this.#related(page) };
    if (!this.#lists.has(name)) this.#lists.set(name, this.#make(name));
    const value = this.#lists.get(name);
    return value === undefined ? undefined : { value };
  }

  #make(name: string): unknown {
    const collection = this.#source.settings.collections.find(({ label }) => label === name);
    if (collection) return this.#documents(collection);
    switch (name) {
      case 'posts':
        return this.#read('posts', this.#paths.posts).sort((a, b) => timeOf(b) - timeOf(a));
      case 'categories':
      case 'tags':
        return groupBy(this.#posts(), name);
      case 'pages':
      case 'html_pages':
        return this.#pages();
      case 'documents':
        return this.#collections().flatMap(({ docs }) => docs);
      case 'collections':
        return this.#collections().map(toDrop);
      default:
        return undefined;
    }
  }

  /** What the editor is told about a listing that is cut off; `undefined` for a whole one. */
  describeCut(name: string): string | undefined {
    if (this.#cut.has(name))
      return `site.${name} holds the first of its files alone here: it may have ${MOST_FILES}, of 16 MB together`;
    const isCut = listingUses(name).includes('site:posts') && this.#paths.posts.length === NEWEST_POSTS;
    return isCut
      ? `site.${name} holds the newest ${NEWEST_POSTS} posts here: the portal has an archive of its own`
      : undefined;
  }

  #posts(): Facts[] {
    return this.read('posts', new Map())?.value as Facts[];
  }

  #related(page: Facts): Facts[] {
    const others = this.#posts().filter((post) => post.get('path') !== page.get('path'));
    return others.slice(0, RELATED_POSTS);
  }

  /** By name. */
  #pages(): Facts[] {
    const { collections } = this.#source.settings;
    const paths = this.#paths.pages.filter((path) => !collections.some(({ folder }) => path.startsWith(`${folder}/`)));
    return this.#read('pages', paths).sort((a, b) => (String(a.get('name')) < String(b.get('name')) ? -1 : 1));
  }

  /** By date, then by path. Documents without a date are of the time of the rendering, as in Jekyll. */
  #documents({ label, folder }: Collection): Facts[] {
    const documents = this.#read(label, this.#source.listBelow(folder));
    return documents.sort((a, b) => timeOf(a) - timeOf(b) || (String(a.get('path')) < String(b.get('path')) ? -1 : 1));
  }

  /** By label, that of the posts included, which has the oldest first. */
  #collections(): ListedCollection[] {
    const { collections } = this.#source.settings;
    const listed = collections.map((collection) => ({ collection, docs: this.#documents(collection) }));
    return [...listed, { collection: POSTS, docs: this.#posts().toReversed() }].sort((a, b) =>
      a.collection.label < b.collection.label ? -1 : 1,
    );
  }

  /** @param name of the listing */
  #read(name: string, paths: readonly string[]): Facts[] {
    const list: Facts[] = [];
    let bytes = 0;
    for (const path of paths) {
      if (!this.#items.has(path)) this.#items.set(path, this.#readItem(path));
      const item = this.#items.get(path);
      bytes += item?.size ?? 0;
      if (list.length === MOST_FILES || bytes > MOST_BYTES) {
        this.#cut.add(name);
        break;
      }
      if (item) list.push(item.facts);
    }
    return list;
  }

  #readItem(path: string): Item | undefined {
    const listed = this.#source.readListed(path);
    if (!listed) return undefined;
    const { facts, isMarkdown, size } = listed;
    const body = withoutLiquid(String(facts.get('content')));
    const toHtml = (text: string): string => (isMarkdown ? renderMarkdownOf(this.#source.settings, text) : text);
    const excerpt = excerptOf(facts, this.#source.settings.jekyll?.excerptSeparator, toHtml);
    return { size, facts: new Map([...facts, ['content', () => toHtml(body)], ['excerpt', excerpt]]) };
  }
}

interface Item {
  facts: Facts;
  size: number;
}

interface ListedCollection {
  collection: Pick<Collection, 'label' | 'folder' | 'isPublished'>;
  docs: Facts[];
}

const toDrop = ({ collection: { label, folder, isPublished }, docs }: ListedCollection): Facts =>
  new Map<unknown, unknown>([
    ['label', label],
    ['docs', docs],
    ['output', isPublished],
    ['relative_directory', folder],
  ]);

const timeOf = (facts: Facts): number => {
  const date = facts.get('date');
  return date instanceof Date ? date.getTime() : Number.MAX_SAFE_INTEGER;
};

function groupBy(posts: readonly Facts[], field: 'categories' | 'tags'): Map<string, Facts[]> {
  const groups = new Map<string, Facts[]>();
  for (const post of posts) {
    for (const name of post.get(field) as string[]) groups.set(name, [...(groups.get(name) ?? []), post]);
  }
  return groups;
}
