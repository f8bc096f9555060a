import { readAddresses } from '../address/post-address.ts';
import { decodePost } from '../decode.ts';
import { parseFileName } from '../file-name.ts';
import { Fields } from '../front-matter/fields.ts';
import { readHead } from '../front-matter/head.ts';
import { splitFrontMatter } from '../front-matter/split.ts';
import type { ContentSettings } from '../settings.ts';
import { defaultsFor } from './defaults.ts';

/** Escaped path of a post's article; `undefined` for a post that is not published. @throws {ContentError} as `readPost` refuses */
export function readPostUrl(path: string, bytes: Uint8Array, settings: ContentSettings): string | undefined {
  const name = parseFileName(path, settings.markdownExtensions);
  const post = splitFrontMatter(decodePost(bytes));
  const fields = new Fields(post, defaultsFor(path, settings.defaults));
  if (!fields.isPublished() && !settings.unpublished) return undefined;
  // The time decides only about the last change.
  const head = readHead(fields, name, settings, 0);
  return encodeURI(readAddresses(fields, name, head, settings, post.hasLeadingBytes).url);
}
