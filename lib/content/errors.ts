/** A defect of a file: where it is, what was found, what was expected, what to do. Lines and columns count from 1. */
export interface Problem {
  /** The file, relative to the content folder. */
  path: string;
  line: number;
  column?: number;
  /** An error is a defect for which the file is left out. */
  severity: 'error' | 'warning';
  message: string;
}

/** A defect of a file that is published all the same. */
export interface ContentWarning {
  /** Line of the file, from 1. */
  line: number;
  message: string;
}

/** Content that cannot be published. The message is for the editor of the file. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** Other files that the defect may come from, as `usesOfPath` names them. */
  uses: readonly string[] = [];

  constructor(message: string, at: { line?: number | undefined; column?: number | undefined } = {}) {
    super(message);
    this.line = at.line;
    this.column = at.column;
  }

  /** The same as one line of a report. */
  toProblem(path: string): Problem {
    return {
      path,
      line: this.line ?? 1,
      ...(this.column !== undefined && { column: this.column }),
      severity: 'error',
      message: this.message,
    };
  }
}

/** What the editor of a file is told about anything that was thrown while it was read. */
export function problemOf(error: unknown, path: string): Problem {
  if (error instanceof ContentError) return error.toProblem(path);
  // A limit of a library, such as its stack depth. One file must not end the run.
  const reason = error instanceof Error ? error.message : String(error);
  return { path, line: 1, severity: 'error', message: `the file cannot be read (${reason}): simplify its mark-up` };
}

/** A value as a message shows it: one line, at most 60 characters. */
export function quoteValue(value: unknown): string {
  const text = describeValue(value).replace(/\s+/g, ' ');
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;
}

/** A value of YAML in words; a scalar as it is written. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Map)
    return value.size === 0 ? 'an empty mapping' : `a mapping with ${[...value.keys()].join(', ')}`;
  if (typeof value === 'object' && value !== null && 'text' in value) return String(value.text);
  return value === null || value === undefined ? '(nothing)' : String(value);
}
