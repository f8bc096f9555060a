import { type Token, Tokenizer, TokenizerMode } from 'parse5';
import type { Attributes } from './pictures.ts';

/** A tag of a text, with its offsets there. */
export interface Tag {
  name: string;
  attributes: Attributes;
  start: number;
  end: number;
  isEnd: boolean;
  /** The index of its end tag in the list of tags, for a start tag that has one. */
  closedBy?: number;
}

/** Elements whose content a browser takes as text: what looks like a tag in it is none. */
const RAW_TEXT: Readonly<Record<string, number>> = {
  iframe: TokenizerMode.RAWTEXT,
  noembed: TokenizerMode.RAWTEXT,
  noframes: TokenizerMode.RAWTEXT,
  style: TokenizerMode.RAWTEXT,
  xmp: TokenizerMode.RAWTEXT,
  script: TokenizerMode.SCRIPT_DATA,
  textarea: TokenizerMode.RCDATA,
  title: TokenizerMode.RCDATA,
  plaintext: TokenizerMode.PLAINTEXT,
};

/**
 * The start and end tags of a text that are asked for, in its order, as a browser's tokenizer finds them (WHATWG HTML, 13.2.5).
 * Takes linear time, whatever the nesting.
 */
export function readTags(html: string, isWanted: (name: string) => boolean): Tag[] {
  const tags: Tag[] = [];
  /** Indexes of start tags without an end tag so far, by name. */
  const open = new Map<string, number[]>();
  const ignore = (): void => {};
  const tokenizer = new Tokenizer(
    { sourceCodeLocationInfo: true },
    {
      onStartTag: (token) => {
        const mode = RAW_TEXT[token.tagName];
        if (mode !== undefined) tokenizer.state = mode;
        if (!isWanted(token.tagName)) return;
        const index = tags.push(tagOf(token, false)) - 1;
        const same = open.get(token.tagName);
        if (same) same.push(index);
        else open.set(token.tagName, [index]);
      },
      onEndTag: (token) => {
        if (!isWanted(token.tagName)) return;
        const start = tags[open.get(token.tagName)?.pop() ?? -1];
        const index = tags.push(tagOf(token, true)) - 1;
        if (start) start.closedBy = index;
      },
      onComment: ignore,
      onDoctype: ignore,
      onEof: ignore,
      onCharacter: ignore,
      onNullCharacter: ignore,
      onWhitespaceCharacter: ignore,
    },
  );
  tokenizer.write(html, true);
  return tags;
}

function tagOf({ tagName, attrs, location }: Token.TagToken, isEnd: boolean): Tag {
  const attributes: Attributes = Object.create(null);
  for (const { name, value } of attrs) attributes[name] = value;
  return { name: tagName, attributes, isEnd, start: location?.startOffset ?? 0, end: location?.endOffset ?? 0 };
}
