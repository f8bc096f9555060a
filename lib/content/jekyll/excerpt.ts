import type { Fields } from '../front-matter/fields.ts';
import type { Facts } from './facts.ts';

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

/**
 * `excerpt` of a file as templates see it: what it says itself, or the beginning of its text up to the separator. It is made when a
 * template asks for it.
 * @param toHtml what makes HTML of a body
 */
export function excerptOf(facts: Facts, siteSeparator: string | undefined, toHtml: (body: string) => string): unknown {
  const separator = String(facts.get('excerpt_separator') ?? siteSeparator ?? '\n\n');
  const beginning = (): string => {
    const body = withoutLiquid(String(facts.get('content'))).trimStart();
    const end = body.indexOf(separator);
    return toHtml(end < 0 ? body : body.slice(0, end));
  };
  return facts.get('excerpt') ?? beginning;
}

/** A text in another one is shown without its Liquid: rendering it could come back to where it is shown. */
export const withoutLiquid = (text: string): string => text.replace(/\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/g, '');
