/** A value in quotation marks that begins on the line of its key and does not end there. */
const OPENS = /^[^\s#'"[{][^'"\n]*?:[ \t]+(["'])(.*)$/;

/**
 * A YAML text in which the further lines of such values are indented. Ruby's parser reads them wherever they begin, and others do not;
 * white space at their beginning is no part of the value. Lines stay lines.
 * @returns the same text where there are none
 */
export function indentQuotedLines(text: string): string {
  let mark: string | undefined;
  const lines = text.split('\n').map((line) => {
    if (mark === undefined) {
      const [, opened, rest = ''] = OPENS.exec(line) ?? [];
      if (opened !== undefined && !isClosed(rest, opened)) mark = opened;
      return line;
    }
    if (isClosed(line, mark)) mark = undefined;
    return /^[^\s]/.test(line) ? ` ${line}` : line;
  });
  return mark === undefined ? lines.join('\n') : text;
}

/** Whether a text has the end of a quoted value: a mark that is not escaped. */
const isClosed = (text: string, mark: string): boolean =>
  mark === '"' ? /^(?:[^"\\]|\\.)*"/.test(text) : /^(?:[^']|'')*'(?!')/.test(text);
