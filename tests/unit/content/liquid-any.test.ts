import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { renderLiquid } from '../../../lib/content/liquid/index.ts';
import { fixtureEnvironment } from '../../support/content/liquid.ts';

const environment = fixtureEnvironment();

/** Pieces of templates, whole and broken. */
const piece = fc.constantFrom(
  ...[
    '{{',
    '}}',
    '{%',
    '%}',
    '{{-',
    '-%}',
    ' ',
    '\n',
    '中',
    '"',
    "'",
    '|',
    ':',
    ',',
    '.',
    '[',
    ']',
    '(',
    ')',
    '..',
    '==',
  ],
  ...['if', 'endif', 'else', 'elsif', 'unless', 'endunless', 'for', 'endfor', 'in', 'case', 'when', 'endcase', 'raw'],
  ...[
    'endraw',
    'comment',
    'endcomment',
    'assign',
    'capture',
    'endcapture',
    'cycle',
    'tablerow',
    'endtablerow',
    'liquid',
  ],
  ...[
    'include',
    'note.html',
    'text=',
    'post_url',
    'link',
    'highlight',
    'endhighlight',
    'increment',
    'break',
    'echo',
    '=',
  ],
  ...[
    'page',
    'site',
    'tags',
    'title',
    'posts',
    'data',
    'size',
    'first',
    'forloop',
    'nil',
    'empty',
    '1',
    '2.5',
    '-3',
    'x',
  ],
  ...[
    'date',
    'where',
    'sort',
    'group_by',
    'map',
    'join',
    'split',
    'times',
    'slugify',
    'jsonify',
    'truncate',
    'contains',
  ],
);

test('any text, however broken, gives a text or a message for its editor', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      try {
        const { text } = renderLiquid(pieces.join(pieces.length % 2 ? ' ' : ''), environment);
        assert.equal(typeof text, 'string');
      } catch (error) {
        assert.equal((error as Error).name, 'ContentError');
      }
    }),
    { numRuns: 3000, seed: 1 },
  );
});
