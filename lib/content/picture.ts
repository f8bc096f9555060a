import { pathHref } from '../addresses.ts';
import type { Fields } from './front-matter/fields.ts';
import { textOrMember } from './front-matter/values.ts';
import { findImage } from './html/describe.ts';
import { ownPath, readImageLink } from './html/links.ts';
import type { HtmlNode } from './html/tree.ts';

/**
 * The image of an article: `image` of the front matter (a URL, or a mapping with `path` as in jekyll-seo-tag), resolved against
 * the home page; otherwise the first image of the body, resolved against the article.
 * @param url decoded path of the article
 * @returns an absolute http(s) URL, or a path of the portal
 */
export function readPicture(
  fields: Fields,
  tree: readonly HtmlNode[],
  url: string,
  ownHosts: ReadonlySet<string>,
): string | undefined {
  const value = fields.value('image');
  const written = textOrMember(value, 'path')?.trim();
  const link = written ? readImageLink(written, ownHosts) : undefined;
  if (link) return link.isOwn ? ownPath(link.url) : link.href;
  if (value !== undefined && written !== '') {
    fields.warn(
      'image',
      'the address of a picture, or a mapping with a `path`',
      'the first picture of the text counts',
    );
  }
  const first = findImage(tree);
  const found = first === undefined ? undefined : readImageLink(first, ownHosts);
  return found?.isOwn ? ownPath(new URL(first ?? '', new URL(pathHref(url), found.url))) : found?.href;
}
