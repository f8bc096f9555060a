import type { Fields } from '../front-matter/fields.ts';
import { textOrMember } from '../front-matter/values.ts';
import type { YamlValue } from '../front-matter/yaml.ts';
import { cleanLine } from '../plain-text.ts';
import type { JekyllSite } from './site.ts';

/**
 * Who wrote a post: `author` or `authors`, each a text, a mapping with a `name`, or a list of these. A key of `_data/authors`
 * stands for the name there. `authors` of the post goes before `author` of the defaults.
 */
export function readAuthor(fields: Fields, site: JekyllSite | undefined): string | undefined {
  const field = fields.value('authors') === undefined || fields.isOwn('author') ? 'author' : 'authors';
  const value = fields.value(field);
  const list: readonly YamlValue[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const names = list.map((item) => cleanLine(textOrMember(item, 'name') ?? ''));
  if (names.includes('')) fields.warn(field, 'a name, or a mapping with a name', 'it has no author of that name');
  return (
    names
      .filter(Boolean)
      .map((name) => nameInData(name, site) ?? name)
      .join(', ') || undefined
  );
}

function nameInData(key: string, site: JekyllSite | undefined): string | undefined {
  const authors = site?.readData('authors');
  const author: unknown = authors instanceof Map ? authors.get(key) : undefined;
  const name: unknown = author instanceof Map ? author.get('name') : author;
  return typeof name === 'string' ? cleanLine(name) || undefined : undefined;
}
