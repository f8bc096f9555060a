import { INLINE_ELEMENTS } from '../../html-elements.ts';
import { attributeOf, type HtmlElement, type HtmlNode, unescapeText } from './tree.ts';

/** White space within a line, unless it is one space. */
const SPACE = /[^\S\n ][^\S\n]*| [^\S\n]+/g;
/** A line feed with the spaces around it and the empty lines after it. */
const LINE_ENDS = / ?\n[ \n]*/g;
/** Inline elements that end a line all the same: breaks, images, ruby annotations. */
const LINE_ENDING = new Set(['br', 'img', 'ruby', 'rt']);

/** Elements within a line that browsers do not show: parentheses of ruby annotations, the source of a formula. */
const UNSHOWN = new Set(['rp', 'annotation']);

type ElementTest = (element: HtmlElement) => boolean;

/** Visible text of a tree: each block on its own line, nothing in place of inline tags, hidden elements left out. */
export function toText(nodes: readonly HtmlNode[]): string {
  return collectText(nodes, isHidden);
}

/**
 * The beginning of a tree's visible text, without the elements for which a test holds.
 * @param length characters that are needed; the result may be longer
 */
export function toLeadingText(nodes: readonly HtmlNode[], isLeftOut: ElementTest, length: number): string {
  return collectText(nodes, (element) => isHidden(element) || isLeftOut(element), length);
}

/** What browsers do not show: a video and a recording hold what is for those that do not play them. */
export const isHidden: ElementTest = (element) =>
  element.name === 'video' || element.name === 'audio' || attributeOf(element, 'hidden') !== undefined;

function collectText(nodes: readonly HtmlNode[], isLeftOut: ElementTest, wanted = Number.POSITIVE_INFINITY): string {
  let text = '';
  /** Length at which the text is measured again. It doubles each time, so that measuring stays linear. */
  let checkpoint = wanted;
  const visit = (list: readonly HtmlNode[]): void => {
    for (const node of list) {
      if (text.length >= checkpoint) {
        if (tidy(text).length >= wanted) return;
        checkpoint = 2 * text.length;
      }
      if (typeof node === 'string') text += node;
      else if (isLeftOut(node)) text += '\n';
      else if (!UNSHOWN.has(node.name)) {
        const lineEnd = INLINE_ELEMENTS.has(node.name) && !LINE_ENDING.has(node.name) ? '' : '\n';
        text += lineEnd;
        visit(node.children);
        text += lineEnd;
      }
    }
  };
  visit(nodes);
  return tidy(text);
}

const tidy = (text: string): string => unescapeText(text).replace(SPACE, ' ').replace(LINE_ENDS, '\n').trim();
