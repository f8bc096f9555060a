import { ContentError } from './errors.ts';
import { readPostParts } from './jekyll/post-parts.ts';
import { findTaker } from './page/page-address.ts';
import { isHtmlPage, parsePageName } from './page/page-name.ts';
import { readPageParts } from './page/page-parts.ts';
import { type Retraction, readRetraction } from './post/retraction.ts';
import type { ContentSettings } from './settings.ts';

/**
 * What a post or page was to its readers, without its body: cheap enough for thousands of files that are gone.
 * @param path relative to the content folder, with `/` between folders
 * @param now seconds since 1970: it was never read where it is dated later
 * @returns `undefined` for a file that readers never saw
 */
export function readIdentity(
  kind: 'post' | 'page',
  path: string,
  bytes: Uint8Array,
  settings: ContentSettings,
  now: number,
): Retraction | undefined {
  try {
    return kind === 'post' ? readPost(path, bytes, settings, now) : readPage(path, bytes, settings, now);
  } catch (error) {
    if (error instanceof ContentError) return undefined;
    throw error;
  }
}

function readPost(path: string, bytes: Uint8Array, settings: ContentSettings, now: number): Retraction | undefined {
  const parts = readPostParts(path, bytes, settings, now);
  if (!parts || parts.head.publishedAt > now) return undefined;
  const { url, redirectFrom, head } = parts;
  return readRetraction(parts, settings, now).retraction ?? { path, url, redirectFrom, title: head.title };
}

function readPage(path: string, bytes: Uint8Array, settings: ContentSettings, now: number): Retraction | undefined {
  const parts = isHtmlPage(parsePageName(path, settings)) ? readPageParts(path, bytes, settings, now) : undefined;
  if (!parts || findTaker(parts.url) !== undefined) return undefined;
  const { url, head } = parts;
  return { path, url, redirectFrom: [], title: head.title ?? head.nameTitle };
}
