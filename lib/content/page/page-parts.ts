import { decodePost } from '../decode.ts';
import { Fields } from '../front-matter/fields.ts';
import { type SplitPost, splitFrontMatter } from '../front-matter/split.ts';
import { defaultsFor } from '../jekyll/defaults.ts';
import type { ContentSettings } from '../settings.ts';
import { readPageAddress } from './page-address.ts';
import { type PageHead, readPageHead } from './page-head.ts';
import { type PageName, parsePageName } from './page-name.ts';

/** A page as it is read before its body is rendered. */
export interface PageParts {
  name: PageName;
  post: SplitPost;
  fields: Fields;
  head: PageHead;
  /** Decoded path. */
  url: string;
}

/**
 * Reads all of a page but its body.
 * @param now seconds since 1970; decides only about the last change
 * @returns `undefined` for a page that is not published
 * @throws {ContentError} for what cannot be published
 */
export function readPageParts(
  path: string,
  bytes: Uint8Array,
  settings: ContentSettings,
  now: number,
): PageParts | undefined {
  const name = parsePageName(path, settings);
  const post = splitFrontMatter(decodePost(bytes));
  const fields = new Fields(post, defaultsFor(path, name.type, settings.defaults));
  if (!fields.isPublished() && !settings.unpublished) return undefined;
  const head = readPageHead(fields, name, settings, now);
  return { name, post, fields, head, url: readPageAddress(fields, name, head, settings) };
}
