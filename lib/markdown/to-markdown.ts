import type { Element, ElementContent } from 'hast';
import { fromParse5 } from 'hast-util-from-parse5';
import { defaultHandlers, type Handle as HastHandle, type State as HastState, toMdast } from 'hast-util-to-mdast';
import type { Nodes, Parent, PhrasingContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { type Handle, type Info, type State, toMarkdown as serialize } from 'mdast-util-to-markdown';
import { parseFragment } from 'parse5';

/**
 * HTML as GitHub's Markdown. Text stays text: what would mean something in Markdown or HTML is escaped.
 * @param html sanitized, with absolute addresses
 */
export function toMarkdown(html: string): string {
  // The types are those of another version of parse5, whose trees are the same.
  const tree = fromParse5(parseFragment(html) as Parameters<typeof fromParse5>[0]);
  const document = toMdast(tree as Parameters<typeof toMdast>[0], { handlers: { math: formula, table } });
  return write(document as Nodes);
}

/** One line of text as Markdown. */
export const escapeText = (text: string): string =>
  write({ type: 'paragraph', children: [{ type: 'text', value: text }] }).trimEnd();

const write = (tree: Nodes): string =>
  serialize(tree, {
    bullet: '-',
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
    handlers: { strong: attention('**'), emphasis: attention('*') },
  });

/**
 * Emphasis without the character references by which the library keeps to CommonMark's rule of flanking: among Han characters
 * nobody could read the text any more.
 */
function attention(marker: string): Handle {
  const handle = (node: Nodes, _: Parent | undefined, state: State, info: Info): string => {
    const children = state.containerPhrasing(node as Parameters<State['containerPhrasing']>[0], {
      ...info,
      before: marker,
      after: marker,
    });
    return marker + children + marker;
  };
  return Object.assign(handle, { peek: () => '*' });
}

/** Code beside the numbers of its lines is the code alone. */
function table(state: HastState, element: Element): ReturnType<HastState['all']> | ReturnType<HastHandle> {
  const isNumbered = [element.properties.className].flat().includes('rouge-table');
  const code = isNumbered ? findCode(element.children) : undefined;
  return code ? state.all(code) : defaultHandlers.table?.(state, element);
}

/** The cell that holds the code. */
function findCode(nodes: readonly ElementContent[]): Element | undefined {
  for (const node of nodes) {
    if (node.type !== 'element') continue;
    if (node.tagName === 'td' && [node.properties.className].flat().includes('code')) return node;
    const found = findCode(node.children);
    if (found) return found;
  }
  return undefined;
}

/** A formula as GitHub writes it, with its TeX as code, in which nothing means anything else. */
function formula(_: unknown, element: Element): PhrasingContent[] {
  const dollar = { type: 'text', value: '$' } as const;
  return [dollar, { type: 'inlineCode', value: texOf(element.children).replace(/\s+/g, ' ') }, dollar];
}

/** What the annotation of a formula says. */
const texOf = (nodes: readonly ElementContent[]): string =>
  nodes
    .map((node) => {
      if (node.type !== 'element') return '';
      return node.tagName === 'annotation' ? textOf(node.children) : texOf(node.children);
    })
    .join('');

const textOf = (nodes: readonly ElementContent[]): string =>
  nodes
    .map((node) => (node.type === 'text' ? node.value : node.type === 'element' ? textOf(node.children) : ''))
    .join('');
