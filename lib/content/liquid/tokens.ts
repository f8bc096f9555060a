import { type Liquid, TagToken, Token, TokenKind, type TopLevelToken } from 'liquidjs';
import { NoTemplate } from './refusal.ts';
import { trimEnd, trimStart } from './ruby/text.ts';

/** Text between tags. */
export class TextToken extends Token {
  readonly text: string;
  /** Text of a `raw` block counts as written, even if it is but white space. */
  readonly isRaw: boolean;

  constructor(text: string, isRaw: boolean, ...place: ConstructorParameters<typeof OutputToken>) {
    super(TokenKind.HTML, ...place);
    this.text = text;
    this.isRaw = isRaw;
  }
}

class OutputToken extends Token {
  constructor(input: string, begin: number, end: number, file: string | undefined) {
    super(TokenKind.Output, input, begin, end, file);
  }
}

/** Tokens in the order of the text. LiquidJS takes them by `shift`, which an array does in linear time. */
export class TokenQueue extends Array<TopLevelToken> {
  #next = 0;

  override shift(): TopLevelToken | undefined {
    return this[this.#next++];
  }
}

// By Liquid's own expressions: Ruby's \s and \w are ASCII.
export const TAG = /^\{%-?([ \t\r\n\f\v]*)(#|\w+)([ \t\r\n\f\v]*)([\s\S]*?)-?%\}$/;
export const OUTPUT = /^\{\{-?([\s\S]*?)-?\}\}$/;
const END_RAW = /\{%-?[ \t\r\n\f\v]*endraw(?!\w)/g;

/** A block whose end is missing: what belongs to it cannot be told. */
export const unclosed = (name: string, token: Token): NoTemplate =>
  new NoTemplate(
    `the block {% ${name} %} is not closed`,
    `write {% end${name} %} after it`,
    token.getPosition()[0] ?? 1,
  );

/** The tokens of a text, with white space taken away where tags ask for it. Throws `NoTemplate` for `raw` without its end. */
export const cutTemplate = (source: string, file: string | undefined, liquid: Liquid): TokenQueue =>
  new Cutter(source, file, liquid).cut();

/** Cuts a text into tokens by the rules of Ruby's Liquid, with its control of white space. */
class Cutter {
  readonly #source: string;
  readonly #file: string | undefined;
  readonly #liquid: Liquid;
  readonly #tokens = new TokenQueue();
  /** The text so far, not yet a token. */
  #textBegin = 0;
  #trimNext = false;
  readonly #missing = new Set<string>();

  constructor(source: string, file: string | undefined, liquid: Liquid) {
    this.#source = source;
    this.#file = file;
    this.#liquid = liquid;
  }

  cut(): TokenQueue {
    const source = this.#source;
    const opening = /\{[{%]/g;
    for (let match = opening.exec(source); match; match = opening.exec(source)) {
      const begin = match.index;
      const end = source[begin + 1] === '%' ? this.#endOfTag(begin) : this.#endOfOutput(begin);
      this.#pushText(begin, source[begin + 2] === '-' && end > begin + 2);
      this.#trimNext = end > begin + 2 && source[end - 3] === '-';
      opening.lastIndex = this.#pushTag(begin, end);
      this.#textBegin = opening.lastIndex;
    }
    this.#pushText(source.length, false);
    return this.#tokens;
  }

  #endOfTag(begin: number): number {
    const at = this.#find('%}', begin + 2);
    return at === undefined ? begin + 2 : at + 2;
  }

  #endOfOutput(begin: number): number {
    const at = this.#find('}', begin + 2);
    if (at === undefined) return begin + 2;
    return this.#source[at + 1] === '}' ? at + 2 : at + 1;
  }

  /** Where a delimiter stands next; the search for one that does not come again is made once. */
  #find(delimiter: string, from: number): number | undefined {
    const at = this.#missing.has(delimiter) ? -1 : this.#source.indexOf(delimiter, from);
    if (at >= 0) return at;
    this.#missing.add(delimiter);
    return undefined;
  }

  #pushText(end: number, trimsEnd: boolean): void {
    let text = this.#source.slice(this.#textBegin, end);
    if (this.#trimNext) text = trimStart(text);
    if (trimsEnd) text = trimEnd(text);
    if (end > this.#textBegin) this.#push(new TextToken(text, false, this.#source, this.#textBegin, end, this.#file));
  }

  /** LiquidJS knows its own classes of tokens alone; it looks at no more than `kind`, and at the name of tags. */
  #push(token: Token): void {
    this.#tokens.push(token as TopLevelToken);
  }

  /** Adds a tag or an output; returns where the text goes on. */
  #pushTag(begin: number, end: number): number {
    const source = this.#source;
    const name = source[begin + 1] === '%' ? TAG.exec(source.slice(begin, end))?.[2] : undefined;
    if (name === undefined) {
      this.#push(new OutputToken(source, begin, end, this.#file));
      return end;
    }
    const token = new TagToken(source, begin, end, this.#liquid.options, this.#file);
    if (name === 'raw') return this.#pushRaw(token, end);
    token.name = name;
    this.#push(token);
    return end;
  }

  /** Adds what stands between `raw` and `endraw` as it is. White space after the block goes where `raw` ends in `-%}`. */
  #pushRaw(token: TagToken, begin: number): number {
    END_RAW.lastIndex = begin;
    const match = END_RAW.exec(this.#source);
    const end = match && this.#find('%}', END_RAW.lastIndex);
    if (!match || end === undefined || end === null) throw unclosed('raw', token);
    this.#push(
      new TextToken(this.#source.slice(begin, match.index), true, this.#source, begin, match.index, this.#file),
    );
    return end + 2;
  }
}
