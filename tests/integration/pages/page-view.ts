/** A document as the tests of pages look at it. */
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

export type Element = Tree.Element;
export const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((candidate) => candidate.name === name)?.value;

function findAll(node: Tree.ParentNode, matches: (element: Element) => boolean): Element[] {
  return node.childNodes.flatMap((child) =>
    'tagName' in child ? [...(matches(child) ? [child] : []), ...findAll(child, matches)] : [],
  );
}

export function textOf(node: Tree.ChildNode | Tree.Document): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map((child) => textOf(child)).join('') : '';
}

export class PageView {
  readonly #document: Tree.Document;
  constructor(html: string) {
    this.#document = parse(html);
  }
  all(name: string, within?: Element): Element[] {
    return findAll(within ?? this.#document, ({ tagName }) => tagName === name);
  }
  text(name: string): string[] {
    return this.all(name).map((element) => textOf(element).trim());
  }
  with(name: string, value: string, within?: Element): Element | undefined {
    return findAll(within ?? this.#document, (element) => attribute(element, name) === value)[0];
  }
  meta(name: string): string | undefined {
    return attribute(this.with('property', name) ?? this.with('name', name), 'content');
  }
}
