import { stripSpace } from './text.ts';
import { EmptyWord, Float, leadingInteger, Range } from './values.ts';

/** An expression that is not yet evaluated. */
export type Expression =
  | { kind: 'literal'; value: unknown }
  | { kind: 'range'; first: Expression; last: Expression }
  | { kind: 'lookup'; name: string | Expression | undefined; steps: readonly Step[] };

/** One step of `page.tags[0].size`. `size`, `first` and `last` are commands where the object has no such key. */
export interface Step {
  key: string | Expression;
  isCommand: boolean;
}

/** `name: argument, key: argument`, as it follows a `|`. */
export interface FilterMarkup {
  name: string;
  args: readonly Expression[];
  named: readonly (readonly [string, Expression])[];
}

/** What stands in an output tag or right of `assign x =`. */
export interface ValueMarkup {
  input: Expression;
  filters: readonly FilterMarkup[];
}

// Ruby's \s is ASCII, unlike JavaScript's.
const SPACE = '[ \\t\\r\\n\\f\\v]';
const QUOTED = `"[^"]*"|'[^']*'`;
/** Source of a regular expression: what stands between spaces, commas and pipes; quoted text counts as one character. */
export const FRAGMENT = `(?:${QUOTED}|(?:[^ \\t\\r\\n\\f\\v,|'"]|${QUOTED})+)`;

export const NIL: Expression = { kind: 'literal', value: undefined };
const LITERALS = new Map<string, unknown>([
  ['', undefined],
  ['nil', undefined],
  ['null', undefined],
  ['true', true],
  ['false', false],
  ['blank', new EmptyWord('blank')],
  ['empty', new EmptyWord('empty')],
]);
const COMMANDS = new Set(['size', 'first', 'last']);

/** `Liquid::Expression.parse`: takes any text; what is neither a literal nor a range is looked up. */
export function parseExpression(markup: string | undefined): Expression {
  if (markup === undefined) return NIL;
  const text = stripSpace(markup);
  if (/^(?:"[\s\S]*"|'[\s\S]*')$/.test(text)) return { kind: 'literal', value: text.slice(1, -1) };
  if (/^-?\d+$/.test(text)) return { kind: 'literal', value: Number(text) };
  const range = parseRange(text);
  if (range) return range;
  if (/^-?\d[\d.]+$/.test(text)) return { kind: 'literal', value: new Float(Number.parseFloat(text)) };
  if (LITERALS.has(text)) return { kind: 'literal', value: LITERALS.get(text) };
  return parseLookup(text);
}

/** `(first..last)`; white space may stand around the ends, not within them. */
function parseRange(text: string): Expression | undefined {
  if (!text.startsWith('(') || !text.endsWith(')')) return undefined;
  const dots = text.lastIndexOf('..');
  const ends = dots < 0 ? [] : [text.slice(1, dots), text.slice(dots + 2, -1)].map(stripSpace);
  if (ends.length === 0 || !ends.every((end) => /^\S+$/.test(end))) return undefined;
  const [first, last] = ends.map(parseEnd) as [Expression, Expression];
  if (first.kind !== 'literal' || last.kind !== 'literal') return { kind: 'range', first, last };
  return { kind: 'literal', value: new Range(literalInteger(first.value), literalInteger(last.value)) };
}

/** A range within a range is no number; reading it would nest as deep as the text is long. */
const parseEnd = (text: string): Expression => (text.startsWith('(') ? NIL : parseExpression(text));

function literalInteger(value: unknown): number {
  if (typeof value === 'string') return leadingInteger(value);
  if (value instanceof Float) return Math.trunc(value.value);
  return typeof value === 'number' ? value : 0;
}

function parseLookup(text: string): Expression {
  const [name, ...keys] = text.match(/\[[^\]]+\]|[\w-]+\??/g) ?? [];
  return {
    kind: 'lookup',
    name: name?.startsWith('[') ? parseExpression(name.slice(1, -1)) : name,
    steps: keys.map((key) =>
      key.startsWith('[')
        ? { key: parseExpression(key.slice(1, -1)), isCommand: false }
        : { key, isCommand: COMMANDS.has(key) },
    ),
  };
}

type TokenType =
  | 'comparison'
  | 'string'
  | 'number'
  | 'id'
  | 'dotdot'
  | 'end'
  | '|'
  | '.'
  | ':'
  | ','
  | '['
  | ']'
  | '('
  | ')'
  | '?'
  | '-';

const LEXEMES: readonly (readonly [TokenType, RegExp])[] = [
  ['comparison', /==|!=|<>|<=?|>=?|contains(?=[ \t\r\n\f\v])/y],
  ['string', /'[^']*'|"[^"]*"/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['id', /[a-zA-Z_][\w-]*\??/y],
  ['dotdot', /\.\./y],
];

/** The markup is not of the strict grammar; it is read by the lax one. */
export class NotStrict extends Error {}

/** Reads markup by Liquid's strict grammar, in which white space may stand anywhere. */
export class StrictParser {
  readonly #tokens: { type: TokenType; text: string }[];
  #at = 0;

  constructor(markup: string) {
    this.#tokens = tokenize(markup);
  }

  next(type: TokenType): string {
    const token = this.#tokens[this.#at];
    if (token?.type !== type) throw new NotStrict();
    this.#at++;
    return token.text;
  }

  take(type: TokenType, text?: string): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.type !== type || (text !== undefined && token.text !== text)) return undefined;
    this.#at++;
    return token.text;
  }

  looksAt(type: TokenType, ahead = 0): boolean {
    return this.#tokens[this.#at + ahead]?.type === type;
  }

  /** The next expression, without the white space between its parts. */
  expression(depth = 0): string {
    if (depth > 50) throw new NotStrict();
    const simple = this.take('string') ?? this.take('number');
    if (simple !== undefined) return simple;
    if (this.take('(') !== undefined) {
      const first = this.expression(depth + 1);
      this.next('dotdot');
      const last = this.expression(depth + 1);
      this.next(')');
      return `(${first}..${last})`;
    }
    if (this.looksAt('[')) return this.#lookups(depth, true);
    return this.next('id') + this.#lookups(depth, false);
  }

  #lookups(depth: number, once: boolean): string {
    let text = '';
    for (;;) {
      if (this.take('[') !== undefined) {
        text += `[${this.expression(depth + 1)}${this.next(']')}`;
      } else if (!(once && text === '') && this.take('.') !== undefined) {
        text += `.${this.next('id')}`;
      } else {
        return text;
      }
    }
  }

  /** An argument of a filter: an expression, or `name: expression`. */
  argument(): string {
    const name = this.looksAt('id') && this.looksAt(':', 1) ? `${this.next('id')}${this.next(':')} ` : '';
    return name + this.expression();
  }
}

function tokenize(markup: string): { type: TokenType; text: string }[] {
  const tokens: { type: TokenType; text: string }[] = [];
  let at = 0;
  for (;;) {
    while (/[ \t\r\n\f\v]/.test(markup.charAt(at))) at++;
    if (at >= markup.length) return [...tokens, { type: 'end', text: '' }];
    const token = readLexeme(markup, at);
    tokens.push(token);
    at += token.text.length;
  }
}

function readLexeme(markup: string, at: number): { type: TokenType; text: string } {
  for (const [type, pattern] of LEXEMES) {
    pattern.lastIndex = at;
    const match = pattern.exec(markup);
    if (match) return { type, text: match[0] };
  }
  const char = markup.charAt(at);
  if (!'|.:,[]()?-'.includes(char)) throw new NotStrict();
  return { type: char as TokenType, text: char };
}

/** Runs a strict reading; where the markup is not of that grammar, the lax one, as Jekyll does (`error_mode: warn`). */
export function strictOrLax<T>(strict: () => T, lax: () => T): T {
  try {
    return strict();
  } catch (error) {
    if (error instanceof NotStrict) return lax();
    throw error;
  }
}

/** `Liquid::Variable`: an expression and its filters. */
export function parseValue(markup: string): ValueMarkup {
  return strictOrLax(
    () => strictValue(new StrictParser(markup)),
    () => laxValue(markup),
  );
}

function strictValue(parser: StrictParser): ValueMarkup {
  if (parser.looksAt('end')) return { input: NIL, filters: [] };
  const input = parseExpression(parser.expression());
  const filters: FilterMarkup[] = [];
  while (parser.take('|') !== undefined) {
    const name = parser.next('id');
    const args: string[] = [];
    if (parser.take(':') !== undefined) {
      do args.push(parser.argument());
      while (parser.take(',') !== undefined);
    }
    filters.push(parseFilter(name, args));
  }
  parser.next('end');
  return { input, filters };
}

const LAX_VALUE = new RegExp(`(${FRAGMENT})([\\s\\S]*)`);
const LAX_FILTERS = new RegExp(`(?:${SPACE}+|${FRAGMENT}|,)+`, 'g');
const LAX_ARGUMENTS = new RegExp(`[:,]${SPACE}*((?:\\w+${SPACE}*:${SPACE}*)?${FRAGMENT})`, 'g');
const NAMED = new RegExp(`^(\\w[\\w-]*)${SPACE}*:${SPACE}*(${FRAGMENT})$`);

function laxValue(markup: string): ValueMarkup {
  const match = LAX_VALUE.exec(markup);
  if (!match) return { input: NIL, filters: [] };
  const filters = /\|[ \t\r\n\f\v]*([\s\S]*)/.exec(match[2] ?? '')?.[1] ?? '';
  return {
    input: parseExpression(match[1]),
    filters: (filters.match(LAX_FILTERS) ?? []).flatMap((text) => {
      const name = /\w+/.exec(text)?.[0];
      if (name === undefined) return [];
      return [
        parseFilter(
          name,
          Array.from(text.matchAll(LAX_ARGUMENTS), (argument) => argument[1] ?? ''),
        ),
      ];
    }),
  };
}

function parseFilter(name: string, args: readonly string[]): FilterMarkup {
  const named = args.map((arg) => NAMED.exec(arg));
  return {
    name,
    args: args.filter((_, index) => !named[index]).map(parseExpression),
    named: named.flatMap((match) => (match ? [[match[1] ?? '', parseExpression(match[2])] as const] : [])),
  };
}
