import type { AttributeList, Attributes, Element } from './element.ts';
import { endOfBlankRest, type Source, skipIndent } from './source.ts';

/** A quoted value ends at a quotation mark before white space or the end; a backslash escapes it and a brace. */
const QUOTED = (quote: string) => `${quote}((?:\\\\[}${quote}]|[^}\\\\]|\\\\(?![}${quote}]))*?)${quote}`;
const KEY = '[A-Za-z\\d_][\\w-]*';
/** `key="value"`, a reference, or ids and classes, between white space. */
const ITEM = new RegExp(
  `(?<=^|[ \\t\\n\\v\\f\\r])(?:(${KEY})=(?:${QUOTED('"')}|${QUOTED("'")})|(${KEY})|((?:#[A-Za-z][\\w:-]*|\\.[^\\s.#]+)+))(?=[ \\t\\n\\v\\f\\r]|$)`,
  'g',
);
const ID_OR_CLASS = /#([A-Za-z][\w:-]*)|\.([^\s.#]+)/g;
/** What stands further on in a list is not read. */
const MAX_LENGTH = 4096;

export const newList = (): AttributeList => ({ attributes: new Map(), references: [] });

/** A class is added to those that are there, up to a length; another attribute takes the place of the one before. */
function addAttribute(attributes: Attributes, name: string, value: string): void {
  const classes = name === 'class' ? attributes.get('class') : undefined;
  if (classes === undefined) attributes.set(name, value);
  else if (classes.length < MAX_LENGTH) attributes.set(name, `${classes} ${value}`);
}

/** Reads the inside of an attribute list, as `.lead #first key="value" name`, into `list`. */
export function readAttributeList(text: string, list: AttributeList): AttributeList {
  for (const [, key, doubleQuoted, singleQuoted, reference, idsAndClasses] of text
    .slice(0, MAX_LENGTH)
    .matchAll(ITEM)) {
    if (reference !== undefined) list.references.push(reference);
    else if (idsAndClasses !== undefined) {
      for (const [, id, className] of idsAndClasses.matchAll(ID_OR_CLASS)) {
        if (className !== undefined) addAttribute(list.attributes, 'class', className);
        else if (id !== undefined) list.attributes.set('id', id);
      }
    } else if (key !== undefined) {
      const value = doubleQuoted?.replace(/\\([}"])/g, '$1') ?? singleQuoted?.replace(/\\([}'])/g, '$1') ?? '';
      list.attributes.set(key, value);
    }
  }
  return list;
}

/** Definitions that one list may draw in, through definitions of definitions. */
const MAX_REFERENCES = 100;

/** Gives an element the attributes of a list and of the definitions that it names. */
export function applyAttributeList(
  element: Element,
  list: AttributeList,
  definitions: ReadonlyMap<string, AttributeList>,
): void {
  element.attributes ??= new Map();
  const attributes = element.attributes;
  let left = MAX_REFERENCES;
  const apply = (from: AttributeList): void => {
    for (const name of from.references) {
      const definition = definitions.get(name);
      if (definition !== undefined && left-- > 0) apply(definition);
    }
    for (const [name, value] of from.attributes) addAttribute(attributes, name, value);
  };
  apply(list);
}

/** Adds the second list to the first. */
export function mergeLists(list: AttributeList, more: AttributeList): void {
  list.references.push(...more.references);
  for (const [name, value] of more.attributes) addAttribute(list.attributes, name, value);
}

/** Where a list whose content begins at `from` ends: the index of its `}`; -1 where there is none, or nothing before it. */
export function endOfList(source: Source, from: number): number {
  const at = source.nextUnescaped('}', from);
  return at > from ? at : -1;
}

/** A block's attribute list, alone on its line: `{: …}`. */
export function blockListAt(source: Source, index: number, indent = 3): { content: string; end: number } | undefined {
  const { text } = source;
  const start = skipIndent(text, index, indent);
  if (!text.startsWith('{:', start)) return undefined;
  const next = text[start + 2];
  if (next === ':' || next === '/') return undefined;
  const close = endOfList(source, start + 2);
  if (close === -1) return undefined;
  const end = endOfBlankRest(text, close + 1);
  return end === -1 ? undefined : { content: text.slice(start + 2, close), end };
}
