import type { YAMLException } from 'js-yaml';
import { ContentError } from '../errors.ts';

/** A mistake in a text and its offset. */
interface Finding {
  offset: number;
  message: string;
}

const CONTROL_CHARACTER =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;
const FULL_WIDTH_COLON = /^[ \t]*([\w-]+)[ \t]*：/m;
const COLON_WITHOUT_SPACE = /^([\w-]+):(?=[^\s/:])/m;

/**
 * The error for invalid YAML. The parser reports where it stopped, which is often a line after the mistake; so this looks for
 * the common mistakes first and says where they are and what to write.
 * @param firstLine line of the file on which the text begins
 */
export function explainYamlError(text: string, error: YAMLException, firstLine: number): ContentError {
  const offset = error.mark?.position ?? 0;
  const found = findUsualMistake(text, error.reason, offset) ?? {
    offset,
    message: `${error.reason}; quote values that hold : # " [ { or a tab`,
  };
  const before = text.slice(0, found.offset);
  return new ContentError(`not YAML: ${found.message}`, {
    line: firstLine + before.split('\n').length - 1,
    column: found.offset - before.lastIndexOf('\n'),
  });
}

/** A full-width colon after a key. YAML sees plain text there. */
export function findFullWidthColon(text: string): Finding | undefined {
  const match = FULL_WIDTH_COLON.exec(text);
  if (!match) return undefined;
  return {
    offset: match.index + match[0].length - 1,
    message: `a full-width colon “：” after ${match[1]}: write \`${match[1]}: …\`, with an ASCII colon and a space`,
  };
}

function findUsualMistake(text: string, reason: string, offset: number): Finding | undefined {
  const control = CONTROL_CHARACTER.exec(text);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return { offset: control.index, message: `the control character U+${code}: take it out` };
  }
  return findFullWidthColon(text) ?? findQuoteMistake(text, reason, offset) ?? findColonWithoutSpace(text);
}

function findColonWithoutSpace(text: string): Finding | undefined {
  const match = COLON_WITHOUT_SPACE.exec(text);
  if (!match) return undefined;
  return {
    offset: match.index + match[0].length - 1,
    message: `no space after the colon of ${match[1]}: write \`${match[1]}: …\``,
  };
}

/** A quoted value that is not closed, or is closed too early. */
function findQuoteMistake(text: string, reason: string, offset: number): Finding | undefined {
  let closed: { start: number; end: number } | undefined;
  for (const start of quoteStarts(text, offset)) {
    const end = endOfQuoted(text, start);
    if (end === undefined || end > offset) {
      return /quoted scalar|indentation|valid JSON/.test(reason)
        ? { offset: start, message: `the quotation mark ${text[start]} is not closed: close it on its line` }
        : undefined;
    }
    closed = { start, end };
  }
  const isFollowed = closed && !text.slice(closed.end, offset).includes('\n') && /\S/.test(text.slice(closed.end));
  return closed && isFollowed
    ? {
        offset: closed.end,
        message: `text after a closing quotation mark ${text[closed.start]}: within a value write “…”, or quote it with ${text[closed.start] === '"' ? "'" : '"'}`,
      }
    : undefined;
}

/** Offsets of the quotation marks that begin values and keys, up to an offset. */
function* quoteStarts(text: string, until: number): Generator<number> {
  const start = /(?:^[ \t]*|[:?-][ \t]+|[[{,][ \t]*)(["'])|(?:^|[ \t])#.*$/gm;
  for (let match = start.exec(text); match && match.index < until; match = start.exec(text)) {
    if (match[1] === undefined) continue;
    const at = start.lastIndex - 1;
    yield at;
    start.lastIndex = endOfQuoted(text, at) ?? text.length;
  }
}

/** The offset after the mark that closes a quoted value; `undefined` where none does. */
function endOfQuoted(text: string, start: number): number | undefined {
  const rest = text[start] === '"' ? /"(?:[^"\\]|\\[\s\S])*"/y : /'(?:[^']|'')*'/y;
  rest.lastIndex = start;
  return rest.test(text) ? rest.lastIndex : undefined;
}
