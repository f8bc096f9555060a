/**
 * What the portal's processes tell their operator: one line an event. With `LOG_FORMAT=json` each line is an object
 * with `time`, `level`, `event`, `message` and what belongs to the event; else it is a text for people.
 */
import { inspect } from 'node:util';

export type LogLevel = 'info' | 'warn' | 'error';

export interface LogEvent {
  level: LogLevel;
  /** What kind of event it is: few, lower case with dashes. Stays the same when the message is worded anew. */
  event: string;
  /** One line for people. */
  message: string;
  /** Whole line for people, where it is another one than `finews: ` and the message. */
  text?: string;
  /** What the message tells, for programs. */
  fields?: Readonly<Record<string, string | number | boolean | null | undefined>>;
  /** What was thrown, where the operator needs to know where. */
  error?: unknown;
  /** True for what the operator waits for: it goes to standard output. */
  isOutput?: true;
}

/** True where lines are objects. `readSite` checks the variable. */
export const isJsonLog = (): boolean => process.env.LOG_FORMAT === 'json';

/** Writes an event to the log. */
export function log(event: LogEvent): void {
  const line = isJsonLog() ? toJson(event) : toText(event);
  if (event.isOutput) console.log(line);
  else console.error(line);
}

function toText({ message, text = `finews: ${message}`, error }: LogEvent): string {
  return error === undefined ? text : `${text} ${inspect(error)}`.trimStart();
}

function toJson({ level, event, message, fields, error }: LogEvent): string {
  const { name, stack } = error instanceof Error ? error : { name: undefined, stack: undefined };
  return JSON.stringify({
    time: new Date().toISOString(),
    level,
    event,
    message,
    ...fields,
    ...(error !== undefined && {
      error: { name, message: error instanceof Error ? error.message : String(error), stack },
    }),
  });
}
