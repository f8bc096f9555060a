import { ContentError, quoteValue } from '../errors.ts';
import type { FileName } from '../file-name.ts';
import type { Fields } from '../front-matter/fields.ts';
import type { Head } from '../front-matter/head.ts';
import type { ContentSettings } from '../settings.ts';
import { checkAddress, cleanPath, expandPermalink, type PermalinkValues, unknownPlaceholder } from './permalink.ts';
import { readRedirects } from './redirects.ts';

/** Decoded absolute paths of the portal. */
export interface PostAddresses {
  url: string;
  redirectFrom: string[];
}

/**
 * The address of a post, and the addresses that redirect to it.
 * @param hasLeadingBytes true for a file whose front matter Jekyll does not see: Jekyll's address for it redirects
 * @throws {ContentError} for an address that the portal cannot serve
 */
export function readAddresses(
  fields: Fields,
  name: FileName,
  head: Head,
  settings: ContentSettings,
  hasLeadingBytes: boolean,
): PostAddresses {
  const { path, basename } = name;
  const { slug, categories, publishedAt } = head;
  const values = { path, basename, slug, categories, publishedAt, timezone: settings.timezone };
  const own = fields.text('permalink');
  const url =
    own === undefined ? defaultAddress(settings.permalink, values) : ownAddress(own, fields, values, settings);
  const redirectFrom = readRedirects(fields, url);
  if (hasLeadingBytes) {
    const bare = { ...values, slug: name.slug, categories: name.categories, publishedAt: head.nameDate };
    const address = checkAddress(encodeURI(expandPermalink(settings.permalink, bare)));
    if ('path' in address && address.path !== url) redirectFrom.push(address.path);
  }
  return { url, redirectFrom: [...new Set(redirectFrom)] };
}

/** The site's template, filled in. */
function defaultAddress(template: string, values: PermalinkValues): string {
  const expanded = encodeURI(expandPermalink(template, values).toWellFormed()).replace(/[?#]/g, encodeURIComponent);
  const address = checkAddress(expanded);
  if ('path' in address) return address.path;
  throw new ContentError(`the address made of its name and categories ${address.reason}`);
}

/** The post's own `permalink`. It must be a valid address before and after its placeholders are filled in. */
function ownAddress(permalink: string, fields: Fields, values: PermalinkValues, settings: ContentSettings): string {
  const unknown = unknownPlaceholder(permalink);
  if (unknown !== undefined) throw fields.error('permalink', `a placeholder that Jekyll knows instead of :${unknown}`);
  const literal = checkAddress(mendPermalink(permalink, settings));
  if ('reason' in literal) throw permalinkError(fields, literal.reason);
  const expanded = expandPermalink(permalink.replace(/^(?!\/)/, '/'), values).replace(/%(?![\da-f]{2})/gi, '%25');
  const address = checkAddress(expanded);
  if ('reason' in address) throw permalinkError(fields, address.reason);
  return address.path;
}

/** On a Jekyll site, `.` and `..` and empty names are taken out of a permalink, as Jekyll does it. Elsewhere they are mistakes. */
export const mendPermalink = (permalink: string, { jekyll }: Pick<ContentSettings, 'jekyll'>): string =>
  jekyll && !/^\/\/|^[a-z][a-z\d+.-]*:/i.test(permalink) ? cleanPath(permalink) : permalink;

/** @param reason what is wrong, as `checkAddress` says it */
export const permalinkError = (fields: Fields, reason: string): ContentError =>
  new ContentError(
    `permalink: ${quoteValue(fields.value('permalink'))} ${reason}; choose another, such as /news/example.html`,
    { line: fields.line('permalink'), column: 1 },
  );
