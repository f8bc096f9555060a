import { Element } from './element.ts';

const NOT_IN_ID = /[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\- \t]/gu;

/** Makes ids as GitHub does: letters of any script in lower case, hyphens for spaces, a number after one that has been given. */
export function newIdMaker(prefix: string): (text: string) => string {
  const given = new Map<string, number>();
  return (text) => {
    const id = text.toLowerCase().replace(NOT_IN_ID, '').replace(/[ \t]/g, '-');
    const count = given.get(id) ?? 0;
    given.set(id, count + 1);
    return prefix + (count > 0 ? `${id}-${count}` : id);
  };
}

/** The text of an element, without mark-up; with `isAll` that of code, mathematics and typographic signs too. */
export function plainText(element: Element, isAll: boolean): string {
  let text = '';
  for (const child of element.children) {
    if (child.type === 'text') text += child.value;
    else if (child.type === 'code' || child.type === 'math' || child.type === 'symbol')
      text += isAll ? child.value : '';
    else text += plainText(child, isAll);
  }
  return text;
}

const INLINE: readonly string[] = ['em', 'strong', 'a', 'html'];

/** A text with a `br` for each `mark` in it; none for one at a block's very end. */
export function breakLines(parent: Element, text: Element, mark: string): Element[] {
  const lines = text.value.split(mark);
  if (lines.length === 1) return [text];
  const isAtEnd = lines.at(-1) === '' && !INLINE.includes(parent.type) && parent.children.at(-1) === text;
  return lines.flatMap((line, index) => {
    const part = new Element('text', index > 0 ? `\n${line}` : line);
    const isBroken = index < lines.length - 2 || (index === lines.length - 2 && !isAtEnd);
    return isBroken ? [part, new Element('br')] : [part];
  });
}
