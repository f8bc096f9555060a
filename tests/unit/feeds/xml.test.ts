import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { element, renderDocument } from '../../../lib/feeds/xml.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
});

/** What a document can hold of a text. */
const toXmlText = (text: string): string =>
  text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '&',
        '<',
        '>',
        '"',
        "'",
        ']]>',
        '&lt;',
        '&#60;',
        '\t',
        '\n',
        '\r',
        '\0',
        '\ud800',
        '\uffff',
        '字',
      ),
      {
        maxLength: 12,
      },
    )
    .map((parts) => parts.join('')),
);

test('brings every text through a document, as an element and as an attribute', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const xml = renderDocument(element('a', {}, element('b', { c: text }, `.${text}`)));
      assert.equal(XMLValidator.validate(xml), true);
      assert.deepEqual(parser.parse(xml).a.b, { '#text': `.${toXmlText(text)}`, '@_c': toXmlText(text) });
    }),
    { numRuns: 2_000 },
  );
});

test('leaves out what is absent', () => {
  const { markup } = element('a', { b: undefined, c: '' }, undefined, element('d'));
  assert.equal(markup, '<a c=""><d/></a>');
});
