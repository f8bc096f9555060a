import { TagToken } from 'liquidjs';
import { Refusal } from '../refusal.ts';
import { type TagReader, TextNode } from '../template.ts';
import { unclosed } from '../tokens.ts';
import { readCase, readIf } from './control.ts';
import { readHighlight, readInclude, readLink, readPostUrl } from './jekyll.ts';
import { readCycle, readFor, readIfChanged, readTableRow } from './loops.ts';
import { node, readAssign, readCapture, readOutput, renderNodes } from './values.ts';

/** Nothing of a comment counts but the comments within it. */
const readComment: TagReader = (source) => {
  for (let depth = 1; depth > 0; ) {
    const token = source.rest.shift();
    if (!token) throw unclosed(source.name, source.token);
    if (!(token instanceof TagToken)) continue;
    if (token.name === 'comment') depth++;
    if (token.name === 'endcomment') depth--;
  }
  return node(source, true, () => undefined);
};

const readLineComment: TagReader = (source) => {
  if (/\n\s*[^#\s]/.test(source.markup)) {
    throw new Refusal('a line of the comment does not begin with #', 'begin each of its lines with #');
  }
  return node(source, true, () => undefined);
};

/** `increment` writes a counter and adds one; `decrement` takes one away and writes it. */
const readCounter: TagReader = (source) => {
  const name = source.markup.trim();
  return node(source, false, (context, emitter) => {
    const value = context.counter(name);
    const isUp = source.name === 'increment';
    context.setCounter(name, isUp ? value + 1 : value - 1);
    emitter.write(String(isUp ? value : value - 1));
  });
};

/** `break` and `continue`: LiquidJS writes nothing more until a loop takes the flag away. */
const readInterrupt: TagReader = (source) =>
  node(source, false, (context) => {
    if (source.name === 'break') context.breakCalled = true;
    else context.continueCalled = true;
  });

/** `{% liquid %}`: each of its lines is a tag. */
const readLines: TagReader = (source, parser) => {
  const tags = source.markup
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `{% ${line.trim()} %}`);
  const nodes = parser.parseInner(tags.join(''));
  const blank = nodes.every((item) => item.blank && !(item instanceof TextNode));
  return node(source, blank, (context, emitter) => renderNodes(nodes, context, emitter));
};

/** All tags of Jekyll 4.3 and Liquid by name; outputs have none. `raw` is read before there are tags. */
export const TAGS: ReadonlyMap<string, TagReader> = new Map<string, TagReader>([
  ['', readOutput],
  ['echo', readOutput],
  ['assign', readAssign],
  ['capture', readCapture],
  ['increment', readCounter],
  ['decrement', readCounter],
  ['comment', readComment],
  ['#', readLineComment],
  ['liquid', readLines],
  ['if', readIf],
  ['unless', readIf],
  ['case', readCase],
  ['for', readFor],
  ['tablerow', readTableRow],
  ['cycle', readCycle],
  ['ifchanged', readIfChanged],
  ['break', readInterrupt],
  ['continue', readInterrupt],
  ['include', readInclude],
  ['include_relative', readInclude],
  ['post_url', readPostUrl],
  ['link', readLink],
  ['highlight', readHighlight],
]);
