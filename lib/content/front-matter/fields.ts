import { isUnaddressable } from '../../addresses.ts';
import { ContentError, quoteValue } from '../errors.ts';
import { cleanLine } from '../plain-text.ts';
import { YamlTimestamp } from './dates.ts';
import { lineOfField, type SplitPost } from './split.ts';

/** Most characters of a category's or tag's name. */
const MAX_NAME_LENGTH = 200;

/** A scalar as its text; `undefined` for nothing (`null`, `~`, an absent field). */
function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value instanceof YamlTimestamp) return String(value);
  return undefined;
}

/**
 * Reads the front matter of one post. Each method returns `undefined` for an absent or empty field.
 * Methods throw `ContentError`, which names the field and its line, for a value of another shape.
 */
export class Fields {
  readonly #post: SplitPost;
  readonly #defaults: ReadonlyMap<string, unknown>;
  readonly warnings: string[] = [];

  /** @param defaults values of `_config.yml` for fields that the post does not have */
  constructor(post: SplitPost, defaults: ReadonlyMap<string, unknown>) {
    this.#post = post;
    this.#defaults = defaults;
  }

  value(field: string): unknown {
    return this.#post.fields.get(field) ?? this.#defaults.get(field) ?? undefined;
  }

  line(field: string): number {
    return lineOfField(this.#post, field);
  }

  error(field: string, expected: string): ContentError {
    return new ContentError(`${field}: found ${quoteValue(this.value(field))}, expected ${expected}`, {
      line: this.line(field),
      column: 1,
    });
  }

  text(field: string): string | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    const text = scalarText(value);
    if (text === undefined) throw this.error(field, 'text on one line (quote it if it holds : # " [ or {)');
    return cleanLine(text) || undefined;
  }

  /** Jekyll's reading: the singular is one name, the plural a list or names with spaces between. */
  names(singular: string, plural: string): string[] {
    const one = this.value(singular);
    const field = one === undefined ? plural : singular;
    const value = one ?? this.value(plural);
    const text = scalarText(value);
    const list = text === undefined ? value : field === plural ? text.trim().split(/\s+/) : [text];
    if (list === undefined) return [];
    if (!Array.isArray(list)) throw this.error(field, 'a name, or a list such as [a, b]');
    const names = list.flat(3).flatMap((item) => {
      if (item === null) return [];
      const name = scalarText(item);
      if (name === undefined) throw this.error(field, 'names that are text');
      return cleanLine(name) || [];
    });
    return [...new Set(names)];
  }

  /** The names among these that an address can carry; the others are warned of. */
  addressable(names: string[], what: string): string[] {
    return names.filter((name) => {
      const isFine = !isUnaddressable(name) && name.length <= MAX_NAME_LENGTH;
      if (!isFine) this.warnings.push(`${what} ${quoteValue(name)} cannot stand in an address and is left out`);
      return isFine;
    });
  }

  /** False for `published: false` alone, in any of YAML 1.1's spellings. */
  isPublished(): boolean {
    const value = this.value('published');
    if (value === undefined || typeof value === 'boolean') return value !== false;
    throw this.error('published', 'true or false');
  }
}
