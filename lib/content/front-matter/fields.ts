import { isUnaddressable } from '../../addresses.ts';
import { ContentError, type ContentWarning, quoteValue } from '../errors.ts';
import { parseTypedYaml } from '../liquid/index.ts';
import { inspect } from '../liquid/ruby/values.ts';
import { cleanLine } from '../plain-text.ts';
import { lineOfField, type SplitPost } from './split.ts';
import { flagOf, textOf, toPlainValue } from './values.ts';
import type { YamlValue } from './yaml.ts';

/** Most characters of a category's or tag's name. */
const MAX_NAME_LENGTH = 200;

/**
 * Reads the front matter of one post. Each method returns `undefined` for an absent or empty field. For a value of a wrong
 * type, methods that are documented to throw do so; the others add a warning and treat the field as absent.
 */
export class Fields {
  readonly #post: SplitPost;
  readonly #defaults: ReadonlyMap<string, YamlValue>;
  readonly warnings: ContentWarning[] = [];

  /** @param defaults values of `_config.yml` for fields that the post does not have */
  constructor(post: SplitPost, defaults: ReadonlyMap<string, YamlValue>) {
    this.#post = post;
    this.#defaults = defaults;
  }

  value(field: string): YamlValue | undefined {
    return this.#post.fields.get(field) ?? this.#defaults.get(field) ?? undefined;
  }

  /** Whether the post itself has the field, not the defaults. */
  isOwn(field: string): boolean {
    return (this.#post.fields.get(field) ?? null) !== null;
  }

  line(field: string): number {
    return lineOfField(this.#post, field);
  }

  error(field: string, expected: string): ContentError {
    return new ContentError(this.#complaint(field, expected), { line: this.line(field), column: 1 });
  }

  /**
   * @param outcome what becomes of the post, as in `the post has no picture`
   * @param found the part of the field's value that is wrong
   */
  warn(field: string, expected: string, outcome: string, found = this.value(field)): void {
    this.addWarning(field, `${this.#complaint(field, expected, found)}; ${outcome}`);
  }

  addWarning(field: string, message: string): void {
    this.warnings.push({ line: this.line(field), message });
  }

  #complaint(field: string, expected: string, found = this.value(field)): string {
    const isDefault = !this.isOwn(field) && this.#defaults.has(field);
    const origin = isDefault ? ' (of the defaults in _config.yml)' : '';
    return `${field}${origin}: found ${quoteValue(found)}, expected ${expected}`;
  }

  /** @throws {ContentError} for a list or a mapping */
  text(field: string): string | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    const text = textOf(value);
    if (text === undefined) throw this.error(field, 'text on one line (quote it if it holds : # " [ or {)');
    return cleanLine(text) || undefined;
  }

  /** A text without which the post can be published. */
  optionalText(field: string): string | undefined {
    const value = this.value(field);
    const text = textOf(value);
    if (value !== undefined && text === undefined) this.warn(field, 'text', 'it is left out');
    return text === undefined ? undefined : cleanLine(text) || undefined;
  }

  /**
   * A title as Jekyll shows one that is a list or a mapping: as Ruby prints it, `["a", 1]`. `undefined` for the other values, and for
   * those of the defaults.
   */
  printedTitle(): string | undefined {
    const value = this.#post.fields.get('title');
    if (!Array.isArray(value) && !(value instanceof Map)) return undefined;
    const typed = parseTypedYaml(this.#post.yaml);
    this.warn('title', 'text on one line (quote it if it holds : # " [ or {)', 'it is shown as Ruby prints it');
    return cleanLine(inspect(typed instanceof Map ? typed.get('title') : toPlainValue(value)));
  }

  /** Words of a text, or of a list of texts, with spaces or commas between them; each once. */
  words(field: string): string[] {
    const texts = this.#names(field, this.value(field));
    return [...new Set(texts.flatMap((text) => text.split(/[\s,，、]+/)).filter(Boolean))];
  }

  /** Jekyll's reading: the singular goes before the plural. */
  names(singular: string, plural: string): string[] {
    const isSingular = this.value(singular) !== undefined;
    return isSingular ? this.#names(singular, this.value(singular)) : this.#names(plural, this.value(plural), true);
  }

  /** Jekyll adds the post's `categories` to those of the defaults, and `category` to both. */
  categoryNames(): string[] {
    const defaults = this.#names('categories', this.#defaults.get('categories'), true);
    const own = this.#names('categories', this.#post.fields.get('categories'), true);
    return [...new Set([...defaults, ...own, ...this.#names('category', this.value('category'))])];
  }

  /** One name or a list; where `isSplit`, a text is names with spaces between. */
  #names(field: string, value: YamlValue | undefined, isSplit = false): string[] {
    if (value === undefined || value === null) return [];
    const text = textOf(value);
    const list = text === undefined ? value : isSplit ? text.trim().split(/\s+/) : [text];
    if (!Array.isArray(list)) {
      this.warn(field, 'a name, or a list such as [a, b]', 'it has none');
      return [];
    }
    const names = list.flat(Number.POSITIVE_INFINITY).map((item: YamlValue) => {
      const name = textOf(item);
      if (name === undefined && item !== null) this.warn(field, 'names that are text', 'the others are left out');
      return cleanLine(name ?? '');
    });
    return [...new Set(names.filter(Boolean))];
  }

  /** The names among these that an address can carry; the others are warned of. */
  addressable(names: string[], field: string, what: string): string[] {
    return names.filter((name) => {
      const isFine = !isUnaddressable(name) && name.length <= MAX_NAME_LENGTH;
      if (!isFine) this.addWarning(field, `${what} ${quoteValue(name)} cannot stand in an address and is left out`);
      return isFine;
    });
  }

  /** As Jekyll has it: not where `published` is false in any of YAML's spellings, or is there without a value. */
  isPublished(): boolean {
    const value = this.value('published');
    if (value === undefined) return !this.#post.fields.has('published') && !this.#defaults.has('published');
    const flag = flagOf(value);
    if (flag === undefined) this.warn('published', 'true or false', 'it is published');
    return flag ?? true;
  }
}
