import { AssertionError, type Emitter, Liquid, LiquidError } from 'liquidjs';
import { ContentError } from '../errors.ts';
import type { LiquidEnvironment, LiquidResult } from './environment.ts';
import { FILTERS } from './filters/index.ts';
import { exceeded, LIMITS } from './limits.ts';
import { RubyContext, Session } from './session.ts';
import { TAGS } from './tags/index.ts';
import { renderNodes } from './tags/values.ts';
import { TemplateParser, UnclosedBlock } from './template.ts';

/** LiquidJS's own limits stand behind those that are counted here. Files and tags of its own are not used. */
const engine = new Liquid({
  templates: {},
  parseLimit: LIMITS.sourceCharacters,
  memoryLimit: LIMITS.memory,
  renderLimit: LIMITS.timeMs,
  ownPropertyOnly: true,
});

/** True where a text may hold Liquid; others are rendered as they are. */
export const needsLiquid = (source: string): boolean => source.includes('{{') || source.includes('{%');

/**
 * The text after its Liquid. What Jekyll fails at costs no post: the tag stays in the text, with a warning.
 * Throws a `ContentError` for a template beyond the limits or one that reaches for files outside the site.
 */
export function renderLiquid(source: string, environment: LiquidEnvironment): LiquidResult {
  if (!needsLiquid(source)) return { text: source, uses: [], warnings: [] };
  const session = new Session(environment);
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
    if (!(error instanceof UnclosedBlock)) throw contentErrorOf(error);
    session.warnings.push({ line: error.line, message: error.message });
    return source;
  }
}

/** What went wrong, out of the errors that LiquidJS wraps around it, with the line of the outermost tag. */
function contentErrorOf(error: unknown): unknown {
  let cause = error;
  let line: number | undefined;
  while (cause instanceof LiquidError) {
    const [wrapped, token] = [cause.originalError as unknown, cause.token as { getPosition(): number[] }];
    line ??= token.getPosition()[0];
    if (wrapped === undefined) break;
    cause = wrapped;
  }
  if (cause instanceof ContentError) return new ContentError(cause.message, { line: cause.line ?? line });
  // The stack ends where values are within themselves, as YAML's aliases allow.
  const isLimit = cause instanceof AssertionError || (cause instanceof RangeError && /call stack/.test(cause.message));
  if (isLimit) return new ContentError(exceeded('takes too long', 'shorten its loops').message, { line });
  return error;
}
