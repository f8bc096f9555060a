import { ContentError } from '../errors.ts';
import { parseTypedYaml } from '../liquid/index.ts';
import type { ContentSettings } from '../settings.ts';
import { DATA_FILE, parseData } from './data.ts';
import { readPostUrl } from './post-url.ts';

/** Files of the content folder that a post may use. Paths are relative to it, with `/` between folders. */
export interface SiteFiles {
  /** `undefined` where there is none, or it lies outside of the content folder. */
  read(path: string): Uint8Array | undefined;
  /** Names in a folder, sorted; those of folders end in `/`. Empty where there is none. */
  list(folder: string): readonly string[];
}

/** What posts of a Jekyll site use beside their own text. Holds what it has read: made anew whenever a file changes. */
export class JekyllSite {
  readonly settings: ContentSettings;
  readonly #files: SiteFiles;
  readonly #texts = new Map<string, string | undefined>();
  readonly #urls = new Map<string, string | undefined>();
  readonly #data = new Map<string, unknown>();
  #dataEntries: ReadonlyMap<string, string> | undefined;
  #config: Map<unknown, unknown> | undefined;

  constructor(files: SiteFiles, settings: ContentSettings) {
    this.#files = files;
    this.settings = settings;
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
    return [...this.#entries().keys()];
  }

  /** What `_data` holds under a name. A file that is no data holds nothing: its own problem tells of it. */
  readData(name: string): unknown {
    if (!this.#data.has(name)) {
      const entry = this.#entries().get(name);
      this.#data.set(name, entry === undefined ? undefined : this.#readEntry(`_data/${entry}`));
    }
    return this.#data.get(name);
  }

  #entries(): ReadonlyMap<string, string> {
    this.#dataEntries ??= entriesOf(this.#files.list('_data'));
    return this.#dataEntries;
  }

  #readEntry(path: string): unknown {
    if (path.endsWith('/')) {
      const entries = entriesOf(this.#files.list(path.slice(0, -1)));
      return new Map([...entries].map(([name, entry]) => [name, this.#readEntry(path + entry)]));
    }
    try {
      return parseData(path, this.readText(path) ?? '');
    } catch (error) {
      if (error instanceof ContentError) return undefined;
      throw error;
    }
  }

  /** Escaped address of the post that `post_url` means: `2024-01-12-name`, or `folder/2024-01-12-name`. */
  postUrl(name: string): string | undefined {
    const folder = name.slice(0, name.lastIndexOf('/') + 1).replace(/^\//, '');
    const basename = name.slice(name.lastIndexOf('/') + 1);
    for (const ending of [...this.settings.markdownExtensions, 'html', 'htm']) {
      for (const path of [`_posts/${folder}${basename}.${ending}`, `${folder}_posts/${basename}.${ending}`]) {
        const url = this.urlOf(path);
        if (url !== undefined) return url;
      }
    }
    return undefined;
  }

  /** Escaped address of a post by its path. */
  urlOf(path: string): string | undefined {
    if (!this.#urls.has(path)) {
      const bytes = /(?:^|\/)_posts\//.test(path) ? this.#files.read(path) : undefined;
      this.#urls.set(path, bytes && urlOrNothing(path, bytes, this.settings));
    }
    return this.#urls.get(path);
  }
}

function urlOrNothing(path: string, bytes: Uint8Array, settings: ContentSettings): string | undefined {
  try {
    return readPostUrl(path, bytes, settings);
  } catch (error) {
    if (error instanceof ContentError) return undefined;
    throw error;
  }
}

/** Entries of a folder of `_data` by the names that templates know them by. */
function entriesOf(names: readonly string[]): Map<string, string> {
  const entries = names.filter((name) => name.endsWith('/') || DATA_FILE.test(name));
  return new Map(entries.map((entry) => [dataName(entry), entry]));
}

/**
 * The name by which templates know a file or folder of `_data`. Jekyll leaves out what is neither a letter, a digit, `_`, `-` nor a
 * space, and writes `_` for spaces.
 */
export const dataName = (entry: string): string =>
  entry
    .replace(DATA_FILE, '')
    .replace(/[^\p{L}\p{M}\p{N}_\s-]+/gu, '')
    .replace(/\s+/g, '_');
