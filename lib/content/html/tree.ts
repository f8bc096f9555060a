import { VOID_ELEMENTS } from '../../html-elements.ts';
import type { SafeHtml } from '../article.ts';

/** An element of sanitized HTML. Steps of the pipeline change trees in place. */
export interface HtmlElement {
  readonly name: string;
  /** As the sanitizer writes them: ` id="post-a" hidden`; empty where there are none. */
  attributes: string;
  children: HtmlNode[];
}

/** An element, or text with `&`, `<` and `>` escaped. */
export type HtmlNode = HtmlElement | string;

/**
 * The tree of sanitized HTML, in one pass. Relies on how the sanitizer writes: `<` begins a tag and nothing else, `>` ends
 * one, and every element that is not void has its end tag.
 */
export function parseTree(html: SafeHtml): HtmlNode[] {
  const root: HtmlNode[] = [];
  const parents: HtmlNode[][] = [];
  let siblings = root;
  let position = 0;
  for (;;) {
    const start = html.indexOf('<', position);
    if (start !== position && position < html.length) {
      siblings.push(html.slice(position, start < 0 ? undefined : start));
    }
    if (start < 0) return root;
    const end = html.indexOf('>', start);
    position = end + 1;
    if (html[start + 1] === '/') {
      siblings = parents.pop() ?? root;
      continue;
    }
    const element = parseTag(html, start + 1, end);
    siblings.push(element);
    if (VOID_ELEMENTS.has(element.name)) continue;
    parents.push(siblings);
    siblings = element.children;
  }
}

/** The start tag between two offsets, without its angle brackets. */
function parseTag(html: string, start: number, end: number): HtmlElement {
  const isClosed = html[end - 1] === '/';
  const tag = html.slice(start, isClosed ? end - 2 : end);
  const space = tag.indexOf(' ');
  return {
    name: space < 0 ? tag : tag.slice(0, space),
    attributes: space < 0 ? '' : tag.slice(space),
    children: [],
  };
}

/** The HTML of a tree, as the sanitizer would write it. */
export function serializeTree(nodes: readonly HtmlNode[]): SafeHtml {
  let html = '';
  const write = (list: readonly HtmlNode[]): void => {
    for (const node of list) {
      if (typeof node === 'string') html += node;
      else if (VOID_ELEMENTS.has(node.name)) html += `<${node.name}${node.attributes} />`;
      else {
        html += `<${node.name}${node.attributes}>`;
        write(node.children);
        html += `</${node.name}>`;
      }
    }
  };
  write(nodes);
  return html as SafeHtml;
}

/** Value of an attribute, unescaped; empty for one without a value, `undefined` for one that the element does not have. */
export function attributeOf(element: HtmlElement, name: string): string | undefined {
  // Most elements have few attributes, and not the one that is asked for.
  if (!element.attributes.includes(name)) return undefined;
  for (const [, found, value = ''] of element.attributes.matchAll(/ ([a-z]+)(?:="([^"]*)")?/g)) {
    if (found === name) return unescapeText(value);
  }
  return undefined;
}

/** Whether a class is among those of an element. */
export function hasClass(element: HtmlElement, name: string): boolean {
  return attributeOf(element, 'class')?.split(' ').includes(name) ?? false;
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };

/** Text of sanitized HTML without the escapes that the sanitizer writes. */
export function unescapeText(text: string): string {
  return text.includes('&') ? text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity) : text;
}
