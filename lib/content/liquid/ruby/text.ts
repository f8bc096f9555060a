/** White space as Ruby knows it: ASCII alone, and NUL where it strips and splits. */
const isSpace = (char: string): boolean => '\0 \t\r\n\f\v'.includes(char);

/** `lstrip`. */
export function trimStart(text: string): string {
  let begin = 0;
  while (begin < text.length && isSpace(text.charAt(begin))) begin++;
  return text.slice(begin);
}

/** `rstrip`. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpace(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** `strip`. */
export const stripSpace = (text: string): string => trimStart(trimEnd(text));

export const words = (text: string): string[] => text.match(/[^\0 \t\r\n\f\v]+/g) ?? [];

/** `String#split`: a single space splits at white space; empty texts at the end are dropped. */
export function splitText(text: string, separator: string): string[] {
  if (text === '') return [];
  if (separator === ' ') return words(text);
  const parts = separator === '' ? [...text] : text.split(separator);
  while (parts.at(-1) === '') parts.pop();
  return parts;
}
