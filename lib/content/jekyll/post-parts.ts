import { type PostAddresses, readAddresses } from '../address/post-address.ts';
import { decodePost } from '../decode.ts';
import { type FileName, parseFileName } from '../file-name.ts';
import { Fields } from '../front-matter/fields.ts';
import { type Head, readHead } from '../front-matter/head.ts';
import { type SplitPost, splitFrontMatter } from '../front-matter/split.ts';
import type { ContentSettings } from '../settings.ts';
import { defaultsFor } from './defaults.ts';

/** A post as it is read before its body is rendered. */
export interface PostParts extends PostAddresses {
  name: FileName;
  post: SplitPost;
  fields: Fields;
  isPublished: boolean;
  head: Head;
}

/**
 * Reads all of a post but its body.
 * @param now seconds since 1970; decides only about the last change
 * @returns `undefined` for a post that is not published
 * @throws {ContentError} for what cannot be published
 */
export function readPostParts(
  path: string,
  bytes: Uint8Array,
  settings: ContentSettings,
  now: number,
): PostParts | undefined {
  const name = parseFileName(path, settings);
  const post = splitFrontMatter(decodePost(bytes));
  const fields = new Fields(post, defaultsFor(path, 'posts', settings.defaults));
  const isPublished = fields.isPublished();
  if (!isPublished && !settings.unpublished) return undefined;
  const head = readHead(fields, name, settings, now);
  return {
    name,
    post,
    fields,
    isPublished,
    head,
    ...readAddresses(fields, name, head, settings, post.hasLeadingBytes),
  };
}
