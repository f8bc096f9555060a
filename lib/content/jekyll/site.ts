import { escapePath } from '../../addresses.ts';
import { readStaticAddress } from '../address/static-address.ts';
import { ContentError } from '../errors.ts';
import { beginsWithFrontMatter } from '../front-matter/opening.ts';
import { parseTypedYaml } from '../liquid/index.ts';
import { parsePageName } from '../page/page-name.ts';
import { readPageParts } from '../page/page-parts.ts';
import type { ContentSettings } from '../settings.ts';
import { SiteData } from './data.ts';
import { type Facts, pageFacts, postFacts } from './facts.ts';
import { type ListedFile, Listings, type SiteListings } from './listings.ts';
import { readPostParts } from './post-parts.ts';

/** Files of the content folder that a post may use. Paths are relative to it, with `/` between folders. */
export interface SiteFiles {
  /** `undefined` where there is none, or it lies outside of the content folder. */
  read(path: string): Uint8Array | undefined;
  /** Names in a folder, sorted, without those that Jekyll passes over; those of folders end in `/`. Empty where there is none. */
  list(folder: string): readonly string[];
  /** True for a file that is read as a post, a page or a file to be published, wherever it lies: `include` and `exclude` decide too. */
  mayPublish(path: string): boolean;
}

const NOTHING_LISTED: SiteListings = { posts: [], pages: [] };

/**
 * What posts and pages of a Jekyll site use beside their own text. Holds what it has read: made anew whenever a file changes.
 */
export class JekyllSite {
  readonly settings: ContentSettings;
  readonly #files: SiteFiles;
  readonly #data: SiteData;
  readonly #listings: Listings;
  readonly #texts = new Map<string, string | undefined>();
  readonly #urls = new Map<string, string | undefined>();
  #postsByName: ReadonlyMap<string, string> | undefined;
  #config: Map<unknown, unknown> | undefined;

  /** @param listings what `site.posts` and `site.pages` hold; nothing where the archive does not know yet */
  constructor(files: SiteFiles, settings: ContentSettings, listings = NOTHING_LISTED) {
    this.#files = files;
    this.settings = settings;
    this.#data = new SiteData(files, (path) => this.readText(path));
    const source = {
      settings,
      readListed: (path: string) => this.#readListed(path),
      listBelow: (folder: string) => this.#listBelow(folder),
    };
    this.#listings = new Listings(source, listings);
  }

  /** `_config.yml`, typed. */
  get config(): Map<unknown, unknown> {
    if (this.#config) return this.#config;
    const { config, url } = this.settings.jekyll ?? { config: '', url: '' };
    const value = parseTypedYaml(config);
    this.#config = new Map(value instanceof Map ? value : []).set('url', url);
    return this.#config;
  }

  /** Text of a file; `undefined` where there is none. */
  readText(path: string): string | undefined {
    if (!this.#texts.has(path)) {
      const bytes = this.#files.read(path);
      this.#texts.set(path, bytes && new TextDecoder().decode(bytes));
    }
    return this.#texts.get(path);
  }

  dataNames(): readonly string[] {
    return this.#data.names();
  }

  /** What `_data` holds under a name. A file that is no data holds nothing: its own problem tells of it. */
  readData(name: string): unknown {
    return this.#data.read(name);
  }

  /** @see Listings.read */
  readListing(name: string, page: Facts): { value: unknown } | undefined {
    return this.#listings.read(name, page);
  }

  /** @see Listings.describeCut */
  describeCut(name: string): string | undefined {
    return this.#listings.describeCut(name);
  }

  /**
   * Escaped address of the post that `post_url` means: `2024-01-12-name` or `folder/2024-01-12-name`; where there is none, a post of
   * that name in any folder.
   */
  postUrl(name: string): string | undefined {
    const folder = name.slice(0, name.lastIndexOf('/') + 1);
    const basename = name.slice(name.lastIndexOf('/') + 1);
    for (const ending of [...this.settings.markdownExtensions, 'html', 'htm']) {
      for (const path of [`_posts/${folder}${basename}.${ending}`, `${folder}_posts/${basename}.${ending}`]) {
        const url = this.urlOf(path);
        if (url !== undefined) return url;
      }
    }
    const elsewhere = this.#findPost(basename);
    return elsewhere === undefined ? undefined : this.urlOf(elsewhere);
  }

  /** The first post of a name, by path. All folders are looked through, once: Jekyll warns of such names. */
  #findPost(basename: string): string | undefined {
    this.#postsByName ??= new Map(
      this.#listBelow('')
        .filter((path) => isInPosts(path))
        .toReversed()
        .map((path) => [path.replace(/^.*\/|\.[^./]+$/g, ''), path]),
    );
    return this.#postsByName.get(basename);
  }

  /** Files below a folder, by path. */
  #listBelow(folder: string): string[] {
    return this.#files.list(folder).flatMap((name) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      return path.endsWith('/') ? this.#listBelow(path.slice(0, -1)) : [path];
    });
  }

  /** Escaped address of a post, page, document or file by its path. */
  urlOf(path: string): string | undefined {
    if (!this.#urls.has(path)) {
      const url = this.#readOrNothing(path, (bytes) => this.#readUrl(path, bytes));
      this.#urls.set(path, url === undefined ? undefined : escapePath(url));
    }
    return this.#urls.get(path);
  }

  #readUrl(path: string, bytes: Uint8Array): string | undefined {
    if (!this.#files.mayPublish(path)) return undefined;
    if (isInPosts(path)) return readPostParts(path, bytes, this.settings, 0)?.url;
    const name = parsePageName(path, this.settings);
    if (beginsWithFrontMatter(bytes)) return readPageParts(path, bytes, this.settings, 0)?.url;
    const address = readStaticAddress(path, name.collection);
    return 'path' in address ? address.path : undefined;
  }

  #readListed(path: string): ListedFile | undefined {
    return this.#readOrNothing(path, (bytes) => {
      const { settings } = this;
      if (isInPosts(path)) {
        const parts = readPostParts(path, bytes, settings, 0);
        return parts && { facts: postFacts(parts, settings), isMarkdown: parts.name.isMarkdown, size: bytes.length };
      }
      const parts = beginsWithFrontMatter(bytes) ? readPageParts(path, bytes, settings, 0) : undefined;
      return parts && { facts: pageFacts(parts, settings), isMarkdown: parts.name.isMarkdown, size: bytes.length };
    });
  }

  /** What is made of a file; nothing where it cannot be read, which its own problem tells of. */
  #readOrNothing<Result>(path: string, read: (bytes: Uint8Array) => Result | undefined): Result | undefined {
    const bytes = this.#files.read(path);
    try {
      return bytes && read(bytes);
    } catch (error) {
      if (error instanceof ContentError) return undefined;
      throw error;
    }
  }
}

const isInPosts = (path: string): boolean => /(?:^|\/)_posts\//.test(path);
