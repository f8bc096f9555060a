import { findOwnAddress, findOwnPage, TRADITIONAL_PREFIX } from '../../addresses.ts';
import { dayOf } from '../../calendar.ts';
import { foldStockCode, parseStock } from '../../stocks/index.ts';
import type { FileFacts, PageFacts } from './facts.ts';

/** Which addresses of the portal lead somewhere, as far as the files that were read tell. */
export class KnownAddresses {
  /** The file that has an address: the first by path. */
  readonly #owners = new Map<string, string>();
  /** Addresses of posts and pages by their old addresses. */
  readonly #redirects = new Map<string, string>();
  readonly #withdrawn = new Set<string>();
  readonly #categories = new Set<string>();
  /** Names of categories by their lower case. */
  readonly #foldedCategories = new Map<string, string>();
  readonly #tags = new Set<string>();
  /** Identities and codes. */
  readonly #stocks = new Set<string>();
  readonly #periods = new Set<string>();
  /** Addresses of files that are served as they are. */
  readonly #files = new Set<string>();
  readonly #timezone: string;
  readonly #knowsListings: boolean;

  /**
   * @param knowsListings false where only some posts will be added: any category, tag, stock and period may exist then
   */
  constructor(timezone: string, knowsListings: boolean) {
    this.#timezone = timezone;
    this.#knowsListings = knowsListings;
  }

  add({ post, page, category, address, withdrawn }: FileFacts): void {
    if (address !== undefined) this.#files.add(address);
    if (withdrawn !== undefined) this.#withdrawn.add(withdrawn);
    if (category !== undefined) this.#addCategory(category);
    const text = post ?? page;
    if (text) this.#addText(text);
    if (!post) return;
    for (const name of post.categories) this.#addCategory(name);
    for (const name of post.tags) this.#tags.add(name);
    for (const id of post.stocks) this.#stocks.add(id).add(foldStockCode(parseStock(id)?.code ?? id));
    const day = dayOf(post.publishedAt, this.#timezone);
    for (const length of [4, 7, 10]) this.#periods.add(day.slice(0, length));
  }

  #addText({ path, url, redirectFrom }: PageFacts): void {
    const owner = this.#owners.get(url);
    if (owner === undefined || path < owner) this.#owners.set(url, path);
    for (const source of redirectFrom) this.#redirects.set(source, url);
  }

  #addCategory(name: string): void {
    this.#categories.add(name);
    this.#foldedCategories.set(name.toLowerCase(), name);
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

  /** Whether the post at a decoded path is withdrawn. */
  isWithdrawn(path: string): boolean {
    return this.#withdrawn.has(path);
  }

  /**
   * Where a decoded path leads to that the portal answers with a redirect: another form of an address, or an old one.
   * @returns a decoded path; `undefined` for what is answered at once, or not at all
   */
  findRedirect(path: string): string | undefined {
    const isTraditional = path.startsWith(`${TRADITIONAL_PREFIX}/`);
    const plain = isTraditional ? path.slice(TRADITIONAL_PREFIX.length) : path;
    const isFile = this.#files.has(plain.replace(/\/$/, '/index.html'));
    if (isFile || this.#owners.has(plain) || !this.has(plain)) return undefined;
    const target = this.#findTarget(plain);
    if (target === undefined || target === plain) return undefined;
    return isTraditional ? TRADITIONAL_PREFIX + target : target;
  }

  #findTarget(path: string): string | undefined {
    const text = this.#redirects.get(path) ?? formsOf(path).find((form) => this.#owners.has(form));
    if (text !== undefined) return text;
    if (this.#isFile(path)) return this.#files.has(`${path}/index.html`) ? `${path}/` : `${path}.html`;
    const listing = /^\/category\/([^/]+?)(?:\.html)?$/.exec(path) ?? /^\/([^/]+?)(?:\.html)?\/?$/.exec(path);
    const category = this.#categoryNamed(listing?.[1] ?? '');
    if (findOwnAddress(path) && !path.startsWith('/category/')) {
      return findOwnAddress(path)?.kind === 'page' ? toOwnPath(path) : undefined;
    }
    return category === undefined ? findOwnPage(path) : `/category/${category}.html`;
  }

  #categoryNamed(name: string): string | undefined {
    return this.#categories.has(name) ? name : this.#foldedCategories.get(name.toLowerCase());
  }

  #isText(path: string): boolean {
    return [path, ...formsOf(path)].some((form) => this.#owners.has(form) || this.#redirects.has(form));
  }

  /** Pages that the portal makes, listings without their last pages included. */
  #isOwn(path: string): boolean {
    const own = findOwnAddress(path.replace(/\/index\.html$/, '/'));
    if (!own?.isFolder || own.kind !== 'page') return own !== undefined || findOwnPage(path) !== undefined;
    if (!this.#knowsListings) return true;
    const [, folder, ...names] = path.replace(/\/(?:index\.html)?$/, '').split('/');
    const rest = names.join('/');
    if (folder === 'category') return this.#isCategory(`/${(names[0] ?? '').replace(/\.html$/, '')}`);
    // Which stories there are, the index alone knows.
    if (folder === 'story') return true;
    if (folder === 'tag') return this.#tags.has(names[0] ?? '');
    if (folder === 'stock') return this.#isStock(names[0] ?? '');
    if (folder === 'stocks') return true;
    const period = rest.replace(/\/?page\/\d+$/, '').replaceAll('/', '-');
    return period === '' || this.#periods.has(period);
  }

  #isStock(text: string): boolean {
    return this.#stocks.has(parseStock(text)?.id ?? foldStockCode(text)) || this.#stocks.has(foldStockCode(text));
  }

  /** `/emnews`, `/emnews/` and `/emnews.html`, whatever their case, redirect to the category. */
  #isCategory(path: string): boolean {
    const name = /^\/([^/]+?)(?:\.html)?\/?$/.exec(path)?.[1];
    if (name === undefined) return false;
    return !this.#knowsListings || this.#categoryNamed(name) !== undefined;
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

/** The address of a page of the portal's own, from another form of it: as a folder, or with a stock in another form. */
const toOwnPath = (path: string): string =>
  (path.replace(/\/(?:index\.html)?$/, '') || '/').replace(/^\/stock\/([^/]+)/, (whole, text: string) => {
    const stock = parseStock(text);
    return stock ? `/stock/${stock.id}` : whole;
  });

/** Other forms of a path, which redirect to it. */
const formsOf = (path: string): string[] => [
  path.replace(/\/index\.html$/, '/'),
  `${path}/`,
  path.replace(/\/$/, ''),
  `${path}.html`,
];
