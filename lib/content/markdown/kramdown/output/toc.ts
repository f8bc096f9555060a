import { Element } from '../element.ts';

export interface Heading {
  level: number;
  id: string;
  children: readonly Element[];
}

/** The content of a heading without notes, and without links of its own. */
function withoutLinks(children: readonly Element[]): Element[] {
  return children.flatMap((child) => {
    if (child.type === 'footnote') return [];
    const inside = withoutLinks(child.children);
    if (child.type === 'a') return inside;
    const copy = new Element(child.type);
    return [Object.assign(copy, child, { children: inside })];
  });
}

/** A list of links to headings, nested as their levels are, in place of `list`. */
export function makeToc(headings: readonly Heading[], list: Element): Element {
  const newList = (): Element => new Element(list.type);
  const toc = newList();
  toc.attributes = new Map(list.attributes);
  if (!toc.attributes.has('id')) toc.attributes.set('id', 'markdown-toc');
  const prefix = toc.attributes.get('id') ?? '';
  const open: { level: number; children: Element }[] = [{ level: 0, children: toc }];
  for (const { level, id, children } of headings) {
    while (open.length > 1 && (open.at(-1)?.level ?? 0) >= level) open.pop();
    const link = new Element('a');
    link.attributes = new Map([
      ['href', `#${id}`],
      ['id', `${prefix}-${id}`],
    ]);
    link.children = withoutLinks(children);
    const paragraph = new Element('p');
    paragraph.isTransparent = true;
    paragraph.children = [link];
    const item = new Element('li');
    const inner = newList();
    item.children = [paragraph, inner];
    open.at(-1)?.children.children.push(item);
    open.push({ level, children: inner });
  }
  removeEmpty(toc, list.type);
  return toc;
}

function removeEmpty(element: Element, type: Element['type']): void {
  element.children = element.children.filter((child) => {
    removeEmpty(child, type);
    return child.type !== type || child.children.length > 0;
  });
}
