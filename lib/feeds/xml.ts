/** What no XML 1.0 document can hold, not even escaped (section 2.2); lone surrogates among it. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export const replaceForbidden = (text: string): string => text.replace(FORBIDDEN, '\ufffd');

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for an element or an attribute. */
export const escapeXml = (text: string): string =>
  replaceForbidden(text).replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
