import { findOwnAddress, findOwnPage, NOT_FOUND_FILE, TRADITIONAL_PREFIX } from '../../addresses.ts';
import { checkAddress, cleanPath, expandPermalink, needsDate, unknownPlaceholder } from '../address/permalink.ts';
import { mendPermalink, permalinkError } from '../address/post-address.ts';
import { ContentError } from '../errors.ts';
import type { Fields } from '../front-matter/fields.ts';
import type { ContentSettings } from '../settings.ts';
import type { PageHead } from './page-head.ts';
import { isHtmlPage, type PageName } from './page-name.ts';

/** What an address is made of. */
interface AddressInput {
  fields: Fields;
  name: PageName;
  head: PageHead;
  settings: ContentSettings;
}

/**
 * The address of a page or of a document of a collection (`Jekyll::Page`, `Jekyll::Document` of 4.3): a decoded absolute path. It
 * may be one of the portal's own: `findTaker` tells.
 * @throws {ContentError} for an address that no page can have
 */
export function readPageAddress(fields: Fields, name: PageName, head: PageHead, settings: ContentSettings): string {
  const permalink = fields.text('permalink');
  if (permalink === undefined) return defaultAddress({ fields, name, head, settings });
  const literal = checkAddress(mendPermalink(permalink, settings), () => false);
  if ('reason' in literal) throw permalinkError(fields, literal.reason);
  const expanded = expand(permalink.replace(/^(?!\/)/, '/'), { fields, name, head, settings }).replace(
    /%(?![\da-f]{2})/gi,
    '%25',
  );
  const address = checkAddress(expanded, () => false);
  if ('reason' in address) throw permalinkError(fields, address.reason);
  return address.path;
}

function defaultAddress(page: AddressInput): string {
  const { name, settings } = page;
  // Without a permalink, `permalink: pretty` of the site would hide the text of 404 from every web server.
  if (!name.collection && /^404\.[^./]+$/.test(name.path) && isHtmlPage(name)) return NOT_FOUND_FILE;
  const template = name.collection?.permalink ?? pageTemplate(name, settings);
  const expanded = encodeURI(expand(template, page).toWellFormed());
  const address = checkAddress(expanded.replace(/[?#]/g, encodeURIComponent), () => false);
  if ('path' in address) return address.path;
  throw new ContentError(`the address made of its name ${address.reason}; rename it or give it a permalink`);
}

function pageTemplate(name: PageName, { pageSuffix }: ContentSettings): string {
  if (!isHtmlPage(name)) return '/:path/:basename:output_ext';
  return name.basename === 'index' ? '/:path/' : `/:path/:basename${pageSuffix}`;
}

/** Documents have the placeholders of posts, pages three of their own, beside which a colon is text. */
function expand(template: string, { fields, name, head, settings }: AddressInput): string {
  const { path, basename, outputEnding, collection } = name;
  if (!collection) {
    const values = [
      ['path', path.slice(0, path.lastIndexOf('/') + 1)],
      ['basename', basename],
      ['output_ext', outputEnding],
    ] as const;
    return cleanPath(values.reduce((text, [key, value]) => text.replaceAll(`:${key}`, () => value), template));
  }
  const unknown = unknownPlaceholder(template);
  if (unknown !== undefined) throw new ContentError(`permalink of ${collection.label}: Jekyll knows no :${unknown}`);
  if (head.publishedAt === undefined && needsDate(template)) {
    throw new ContentError(
      `permalink of ${collection.label}: it holds a date, and the document has none: add \`date\``,
    );
  }
  const { slug, publishedAt = 0 } = head;
  const { timezone } = settings;
  const categories = fields.names('category', 'categories');
  return expandPermalink(template, { path, basename, slug, categories, publishedAt, timezone, collection });
}

/**
 * What the portal itself shows at the address of a page, and what goes before the page: its own pages (also with `.html`), feeds and
 * files. Below the folders of its own pages a page may stand.
 * @returns an address of the portal's own
 */
export function findTaker(url: string): string | undefined {
  if (url === NOT_FOUND_FILE) return undefined;
  const own = findOwnAddress(url);
  if (!own) return findOwnPage(url);
  const isBelow = own.path !== url.replace(/(.)\/$/, '$1');
  const isFree = own.kind === 'page' && own.path !== TRADITIONAL_PREFIX && (own.isEmpty === true || isBelow);
  return isFree ? undefined : own.path;
}
