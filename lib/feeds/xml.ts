/** What no XML 1.0 document can hold, not even escaped (section 2.2); lone surrogates among it. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** In text a parser would read a carriage return as a line feed (2.11), in an attribute each of these as a space (3.3.3). */
const ESCAPED_IN_TEXT = /[&<>\r]/g;
const ESCAPED_IN_ATTRIBUTE = /[&<>"\t\n\r]/g;
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Elements of RFC 5005, section 4. */
export const HISTORY_NAMESPACE = 'http://purl.org/syndication/history/1.0';

/** Well-formed mark-up, which only `element` makes. */
export interface Xml {
  readonly markup: string;
}

/** A string is text, whatever it holds; an absent child or attribute is left out. */
export type XmlChild = Xml | string | undefined;

/**
 * An XML 1.0 element. Characters that XML cannot hold become U+FFFD.
 * @param name a name that the code spells out, prefix included
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly XmlChild[]
): Xml {
  let markup = `<${name}`;
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined) markup += ` ${attribute}="${escapeCharacters(value, ESCAPED_IN_ATTRIBUTE)}"`;
  }
  const content = children.map((child) =>
    typeof child === 'string' ? escapeCharacters(child, ESCAPED_IN_TEXT) : child?.markup,
  );
  return { markup: content.length === 0 ? `${markup}/>` : `${markup}>${content.join('')}</${name}>` };
}

/** A whole document, encoded as UTF-8. */
export function renderDocument(root: Xml): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n${root.markup}\n`;
}

const escapeCharacters = (text: string, escaped: RegExp): string =>
  text.replace(FORBIDDEN, '\ufffd').replace(escaped, (character) => REFERENCES[character] ?? character);
