import { relative, resolve } from 'node:path';
import { styleText } from 'node:util';
import type { Problem } from '../../lib/content/index.ts';

/** How problems are printed; all of them begin with the path as it is seen from the working folder. */
export type ProblemFormat = 'text' | 'github';

/** A path of the content folder as it is seen from the working folder, as editors and GitHub open it. */
export function toShownPath(contentDir: string, path: string): string {
  return relative('.', resolve(contentDir, path)).replaceAll('\\', '/');
}

/** A text on one line: control characters, which names of files may hold and terminals obey, are written as `\\x0a`. */
export const toLine = (text: string): string =>
  text.replace(/\p{Cc}/gu, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);

/**
 * One line a problem: `path:line:column: error: message`, in colour where the stream is a terminal that has them, unless NO_COLOR
 * is set (https://no-color.org).
 */
export function formatProblem(
  { path, line, column = 1, severity, message }: Problem,
  stream: NodeJS.WriteStream,
): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string): string => styleText(format, text, { stream });
  const place = `${paint('bold', toLine(path))}:${line}:${column}:`;
  return `${place} ${paint(severity === 'error' ? 'red' : 'yellow', `${severity}:`)} ${toLine(message)}`;
}

/** A workflow command of GitHub Actions, which shows the message at its line of the file. */
export function formatAnnotation({ path, line, column = 1, severity, message }: Problem): string {
  const file = escapeProperty(path);
  return `::${severity} file=${file},line=${line},col=${column}::${escapeMessage(message)}`;
}

/** The escapes of workflow commands (actions/toolkit, `command.ts`). */
const escapeMessage = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
