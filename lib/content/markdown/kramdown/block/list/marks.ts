import { skipIndent } from '../../source.ts';

/** A mark of a list is followed by a space, a tab or, oddly, a bar. */
const isMarkEnd = (code: number): boolean => code === 32 || code === 9 || code === 124;

/** The index after the mark of a list item in the line at `index`, indented by at most `indent` spaces; -1 where there is none. */
export function listMarkAt(text: string, index: number, type: 'ul' | 'ol', indent = 3): number {
  let at = skipIndent(text, index, indent);
  const code = text.charCodeAt(at);
  if (type === 'ul') {
    if (code !== 42 && code !== 43 && code !== 45) return -1;
  } else {
    if (!(code >= 48 && code <= 57)) return -1;
    while (text.charCodeAt(at) >= 48 && text.charCodeAt(at) <= 57) at++;
    if (text.charCodeAt(at) !== 46) return -1;
  }
  return isMarkEnd(text.charCodeAt(at + 1)) ? at + 1 : -1;
}

/** The index after the colon of a definition; -1 where there is none. */
export function definitionMarkAt(text: string, index: number, indent = 3): number {
  const at = skipIndent(text, index, indent);
  return text.charCodeAt(at) === 58 && isMarkEnd(text.charCodeAt(at + 1)) ? at + 1 : -1;
}
