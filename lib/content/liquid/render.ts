import { AssertionError, type Emitter, Liquid, LiquidError } from 'liquidjs';
import { ContentError } from '../errors.ts';
import type { LiquidEnvironment, LiquidResult } from './environment.ts';
import { FILTERS } from './filters/index.ts';
import { exceeded, LIMITS } from './limits.ts';
import { NoTemplate } from './refusal.ts';
import { RubyContext, Session } from './session.ts';
import { TAGS } from './tags/index.ts';
import { renderNodes } from './tags/values.ts';
import { TemplateParser } from './template.ts';

/** LiquidJS's own limits stand behind those that are counted here. Files and tags of its own are not used. */
const engine = new Liquid({
  templates: {},
  parseLimit: LIMITS.sourceCharacters,
  memoryLimit: LIMITS.memory,
  renderLimit: LIMITS.timeMs,
  ownPropertyOnly: true,
});

/** `renderLiquid` for a text that has Liquid. */
export function renderTemplate(source: string, environment: LiquidEnvironment): LiquidResult {
  const session = new Session(source, environment);
  const text = render(source, session);
  return { text, uses: [...session.uses].sort((left, right) => (left < right ? -1 : 1)), warnings: session.warnings };
}

function render(source: string, session: Session): string {
  const emitter: Emitter = {
    buffer: '',
    write(text: string) {
      session.budget.output(text.length);
      this.buffer += text;
    },
  };
  try {
    const nodes = new TemplateParser(session, engine, TAGS).parse(source, undefined);
    renderNodes(nodes, new RubyContext(session, engine, FILTERS), emitter);
    return emitter.buffer;
  } catch (error) {
    const cause = causeOf(error);
    if (!(cause instanceof NoTemplate)) throw contentErrorOf(cause, session.tag?.getPosition()[0]);
    session.warnings.push({ line: cause.line, message: cause.message });
    return source;
  }
}

/** The error that LiquidJS has wrapped. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof LiquidError && cause.originalError !== undefined) cause = cause.originalError as unknown;
  return cause;
}

/** What the editor is told; errors that are no content's stay as they are. */
function contentErrorOf(error: unknown, line: number | undefined): unknown {
  if (error instanceof ContentError) return new ContentError(error.message, { line: error.line ?? line });
  // The stack ends where values are within themselves, as YAML's aliases allow.
  const isStackEnd = error instanceof RangeError && /call stack/.test(error.message);
  if (!isStackEnd && !(error instanceof AssertionError)) return error;
  return exceeded('takes too long', 'shorten its loops', line);
}
