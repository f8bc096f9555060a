import type { Fields } from '../front-matter/fields.ts';

/**
 * HTML of the excerpt that a post has by itself: its `excerpt`, or what stands before the `excerpt_separator` of its own or of the
 * site. `undefined` where it has none, as most posts.
 * @param toHtml what makes HTML of a body
 */
export function readExcerpt(
  fields: Fields,
  siteSeparator: string | undefined,
  body: string,
  toHtml: (body: string) => string,
): string | undefined {
  const excerpt = fields.optionalText('excerpt');
  if (excerpt !== undefined) return excerpt;
  const separator = fields.optionalText('excerpt_separator') ?? siteSeparator;
  const end = separator === undefined ? -1 : body.indexOf(separator);
  return end < 0 ? undefined : toHtml(body.slice(0, end));
}
