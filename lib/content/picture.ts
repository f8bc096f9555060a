import { escapePath } from '../addresses.ts';
import { withoutBase } from '../base-path.ts';
import type { Fields } from './front-matter/fields.ts';
import { textOrMember } from './front-matter/values.ts';
import { findImage } from './html/describe.ts';
import { ownPath, readImageLink } from './html/links.ts';
import type { HtmlNode } from './html/tree.ts';
import type { ContentSettings } from './settings.ts';

/**
 * The image of an article: `image` of the front matter (a URL, or a mapping with `path` as in jekyll-seo-tag), resolved against
 * the home page; otherwise the first image of the body, resolved against the article.
 * A path of the front matter is one of the site, as jekyll-seo-tag has it; one of the body has the site's `baseurl` before it.
 * @param url decoded path of the article
 * @returns an absolute http(s) URL, or a path of the host
 */
export function readPicture(
  fields: Fields,
  tree: readonly HtmlNode[],
  url: string,
  { ownHosts: hosts, basePath }: ContentSettings,
): string | undefined {
  const ownHosts = new Set(hosts);
  const value = fields.value('image');
  const written = textOrMember(value, 'path')?.trim();
  const link = written ? readImageLink(written, ownHosts) : undefined;
  if (link) {
    if (!link.isOwn) return link.href;
    const path = ownPath(link.url);
    return withoutBase(path, basePath) === undefined ? basePath + path : path;
  }
  if (value !== undefined && written !== '') {
    fields.warn(
      'image',
      'the address of a picture, or a mapping with a `path`',
      'the first picture of the text counts',
    );
  }
  const first = findImage(tree);
  const found = first === undefined ? undefined : readImageLink(first, ownHosts);
  return found?.isOwn ? ownPath(new URL(first ?? '', new URL(basePath + escapePath(url), found.url))) : found?.href;
}
