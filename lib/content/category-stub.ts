import { decodePost } from './decode.ts';
import { Fields } from './front-matter/fields.ts';
import { splitFrontMatter } from './front-matter/split.ts';
import { textOf } from './front-matter/values.ts';

/** A category declared by a stub file (`category/<name>.html` with `layout: category`), which may have no posts yet. */
export interface CategoryStub {
  name: string;
  title?: string;
}

/** A stub's category; `undefined` for a page of another layout. @throws {ContentError} as for posts. */
export function readCategoryStub(path: string, bytes: Uint8Array): CategoryStub | undefined {
  const fields = new Fields(splitFrontMatter(decodePost(bytes)), new Map());
  if (fields.optionalText('layout') !== 'category') return undefined;
  // Not `optionalText`: names of categories may hold two spaces.
  const name = textOf(fields.value('category'))?.trim() || path.replace(/^.*\/|\.[^.]*$/g, '');
  const title = fields.optionalText('title');
  return { name, ...(title !== undefined && { title }) };
}
