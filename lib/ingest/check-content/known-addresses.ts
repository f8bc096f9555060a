import { findOwnAddress, TRADITIONAL_PREFIX } from '../../addresses.ts';
import { dayOf } from '../../calendar.ts';
import type { FileFacts, PageFacts } from './facts.ts';

/** Which addresses of the portal lead somewhere, as far as the files that were read tell. */
export class KnownAddresses {
  /** The file that has an address: the first by path. */
  readonly #owners = new Map<string, string>();
  readonly #redirects = new Set<string>();
  readonly #categories = new Set<string>();
  readonly #foldedCategories = new Set<string>();
  readonly #tags = new Set<string>();
  readonly #periods = new Set<string>();
  /** Addresses of files that are served as they are. */
  readonly #files = new Set<string>();
  readonly #timezone: string;
  readonly #knowsListings: boolean;

  /**
   * @param knowsListings false where only some posts will be added: any category, tag and period may exist then
   */
  constructor(timezone: string, knowsListings: boolean) {
    this.#timezone = timezone;
    this.#knowsListings = knowsListings;
  }

  add({ post, page, category, address }: FileFacts): void {
    if (address !== undefined) this.#files.add(address);
    if (category !== undefined) this.#addCategory(category);
    const text = post ?? page;
    if (text) this.#addText(text);
    if (!post) return;
    for (const name of post.categories) this.#addCategory(name);
    for (const name of post.tags) this.#tags.add(name);
    const day = dayOf(post.publishedAt, this.#timezone);
    for (const length of [4, 7, 10]) this.#periods.add(day.slice(0, length));
  }

  #addText({ path, url, redirectFrom }: PageFacts): void {
    const owner = this.#owners.get(url);
    if (owner === undefined || path < owner) this.#owners.set(url, path);
    for (const source of redirectFrom) this.#redirects.add(source);
  }

  #addCategory(name: string): void {
    this.#categories.add(name);
    this.#foldedCategories.add(name.toLowerCase());
  }

  /** The file that keeps a post or page from its address. */
  findRival({ path, url }: PageFacts): string | undefined {
    const owner = this.#owners.get(url);
    return owner === path ? undefined : owner;
  }

  /** Whether the portal answers a decoded path, directly or by a redirect. */
  has(path: string): boolean {
    const plain = path.startsWith(`${TRADITIONAL_PREFIX}/`) ? path.slice(TRADITIONAL_PREFIX.length) : path;
    return this.#isText(plain) || this.#isOwn(plain) || this.#isCategory(plain) || this.#isFile(plain);
  }

  #isText(path: string): boolean {
    const folder = path.replace(/\/index\.html$/, '/');
    const forms = [path, folder, `${path}/`, path.replace(/\/$/, ''), `${path}.html`];
    return forms.some((form) => this.#owners.has(form) || this.#redirects.has(form));
  }

  /** Pages that the portal makes, listings without their last pages included. */
  #isOwn(path: string): boolean {
    const own = findOwnAddress(path.replace(/\/index\.html$/, '/'));
    if (!own?.isFolder || own.kind !== 'page') return own !== undefined;
    if (!this.#knowsListings) return true;
    const [, folder, ...names] = path.replace(/\/(?:index\.html)?$/, '').split('/');
    const rest = names.join('/');
    if (folder === 'category') return this.#isCategory(`/${(names[0] ?? '').replace(/\.html$/, '')}`);
    if (folder === 'tag') return this.#tags.has(names[0] ?? '');
    const period = rest.replace(/\/?page\/\d+$/, '').replaceAll('/', '-');
    return period === '' || this.#periods.has(period);
  }

  /** `/emnews`, `/emnews/` and `/emnews.html`, whatever their case, redirect to the category. */
  #isCategory(path: string): boolean {
    const name = /^\/([^/]+?)(?:\.html)?\/?$/.exec(path)?.[1];
    if (name === undefined) return false;
    return !this.#knowsListings || this.#categories.has(name) || this.#foldedCategories.has(name.toLowerCase());
  }

  /** Whether a decoded path names a file that the portal sends as it is. */
  isPublicFile(path: string): boolean {
    return findOwnAddress(path)?.kind === 'file' || this.#files.has(path);
  }

  /** Whether a path leads to a file that is sent as it is; at `/a` readers find `/a/index.html` and `/a.html`. */
  #isFile(path: string): boolean {
    const bare = path.replace(/\/$/, '');
    return [path, `${bare}/index.html`, ...(bare === path ? [`${path}.html`] : [])].some((form) =>
      this.#files.has(form),
    );
  }
}
