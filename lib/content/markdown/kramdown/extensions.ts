import { newList, readAttributeList } from './attribute-list.ts';
import type { AttributeList } from './element.ts';
import type { Source } from './source.ts';

export interface ExtensionTag {
  /** The name of a start tag; of an end tag, nothing. */
  name: string | undefined;
  list: AttributeList;
  /** Has no body. */
  isClosed: boolean;
  end: number;
}

const START = /\{::(\w+)(?=[ \t\n\v\f\r/}])/y;
const END = /\{:\/(?:[A-Za-z\d_][\w-]*)?\}/y;

/** A tag of an extension at `index`: `{::name key="value"}`, `{::name /}` or `{:/name}`. */
export function extensionTagAt(source: Source, index: number): ExtensionTag | undefined {
  const { text } = source;
  END.lastIndex = index;
  if (END.test(text)) return { name: undefined, list: newList(), isClosed: false, end: END.lastIndex };
  START.lastIndex = index;
  const name = START.exec(text)?.[1];
  if (name === undefined) return undefined;
  const close = source.nextUnescaped('}', START.lastIndex);
  if (close === -1) return undefined;
  const inside = text.slice(START.lastIndex, close);
  const isClosed = inside.endsWith('/');
  const content = isClosed ? inside.slice(0, -1) : inside;
  return { name, list: readAttributeList(content, newList()), isClosed, end: close + 1 };
}
