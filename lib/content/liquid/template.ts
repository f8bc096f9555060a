import {
  type Emitter,
  type Liquid,
  ParseStream,
  TagToken,
  type Template,
  Token,
  TokenKind,
  type TopLevelToken,
} from 'liquidjs';
import { exceeded, LIMITS } from './limits.ts';
import { Refusal } from './refusal.ts';
import { trimEnd, trimStart } from './ruby/text.ts';
import type { RubyContext, Session } from './session.ts';

/** A node of a template. Blank ones write nothing but white space, whatever happens. */
export interface Node extends Template {
  blank: boolean;
}

/** Makes the node of a tag. Throws a `Refusal` for markup that Jekyll does not take. */
export type TagReader = (tag: TagSource, parser: TemplateParser) => Node;

/** A tag as it stands in the text, and the tokens after it, of which a block takes its own. */
export interface TagSource {
  token: Token;
  name: string;
  markup: string;
  rest: TokenQueue;
}

class TextToken extends Token {
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
const TAG = /^\{%-?([ \t\r\n\f\v]*)(#|\w+)([ \t\r\n\f\v]*)([\s\S]*?)-?%\}$/;
const OUTPUT = /^\{\{-?([\s\S]*?)-?\}\}$/;
const END_RAW = /\{%-?[ \t\r\n\f\v]*endraw(?!\w)/g;

/** Text that stands in the result as it stands in the template. */
export class TextNode implements Node {
  readonly token: Token;
  readonly text: string;
  readonly blank: boolean;

  constructor(token: Token, text: string, isRaw = false) {
    this.token = token;
    this.text = text;
    this.blank = (isRaw ? text : trimStart(text)) === '';
  }

  render(_context: unknown, emitter: Emitter): void {
    emitter.write(this.text);
  }
}

/** A tag or an output. What it refuses at run time stays in the text, and is told. */
class GuardedNode implements Node {
  readonly token: Token;
  readonly blank: boolean;
  readonly #node: Node;

  constructor(node: Node) {
    this.token = node.token;
    this.blank = node.blank;
    this.#node = node;
  }

  *render(context: RubyContext, emitter: Emitter): Generator<unknown, void> {
    const { session } = context;
    session.budget.tag();
    session.depth++;
    if (session.depth > 4 * LIMITS.depth)
      throw exceeded(`nests deeper than ${LIMITS.depth} blocks`, 'take blocks apart');
    try {
      yield this.#node.render(context, emitter);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      session.warn(error, positionOf(this.token));
      emitter.write(this.token.getText());
    } finally {
      session.depth--;
    }
  }
}

function positionOf(token: Token): { line: number; file: string | undefined } {
  return { line: token.getPosition()[0] ?? 1, file: token.file };
}

/** Reads templates: cuts the text as Ruby's Liquid does, and builds nodes with LiquidJS's stream. */
export class TemplateParser {
  readonly session: Session;
  readonly liquid: Liquid;
  readonly #tags: ReadonlyMap<string, TagReader>;
  #depth = 0;

  constructor(session: Session, liquid: Liquid, tags: ReadonlyMap<string, TagReader>) {
    this.session = session;
    this.liquid = liquid;
    this.#tags = tags;
  }

  /** Throws a `Refusal` for a block without its end, a `ContentError` beyond a limit. */
  parse(source: string, file: string | undefined): Node[] {
    this.session.budget.source(source.length);
    const nodes: Node[] = [];
    this.stream(this.#tokenize(source, file))
      .on('template', (node: Node) => nodes.push(node))
      .start();
    return nodes;
  }

  /** Nodes of a template that stands in the markup of a tag. */
  parseInner(source: string): Node[] {
    return this.parse(source, undefined);
  }

  /** What follows the name in a tag. */
  markupOf(token: Token): string {
    return TAG.exec(token.getText())?.[4] ?? '';
  }

  stream(tokens: TokenQueue): ParseStream<TopLevelToken> {
    return new ParseStream(tokens, (token) => this.#node(token, tokens));
  }

  /** Does what an inner tag of a block asks for (`elsif`, `when`); one that is refused stays in the text of the block. */
  attempt(token: Token, action: () => void): TextNode | undefined {
    try {
      action();
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return this.#refused(token, error);
    }
  }

  #refused(token: Token, refusal: Refusal): TextNode {
    this.session.warn(refusal, positionOf(token));
    return new TextNode(token, token.getText());
  }

  #node(token: Token, rest: TokenQueue): Node {
    if (token instanceof TextToken) return new TextNode(token, token.text, token.isRaw);
    if (++this.#depth > LIMITS.depth + 1)
      throw exceeded(`nests deeper than ${LIMITS.depth} blocks`, 'take blocks apart');
    try {
      return this.#readTag(token, rest);
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof UnclosedBlock) throw error;
      return this.#refused(token, error);
    } finally {
      this.#depth--;
    }
  }

  #readTag(token: Token, rest: TokenQueue): Node {
    const text = token.getText();
    const isTag = token instanceof TagToken;
    const match = isTag ? TAG.exec(text) : OUTPUT.exec(text);
    if (!match) throw malformed(text);
    const name = isTag ? (match[2] ?? '') : '';
    const reader = this.#tags.get(name);
    if (!reader) {
      throw new Refusal(
        `no tag is named “${name}”`,
        'write what it stands for, or put {% raw %} around it where it is no template',
      );
    }
    const markup = (isTag ? match[4] : match[1]) ?? '';
    return new GuardedNode(reader({ token, name, markup, rest }, this));
  }

  #tokenize(source: string, file: string | undefined): TokenQueue {
    return new Cutter(source, file, this.liquid).cut();
  }
}

const malformed = (text: string): Refusal =>
  new Refusal(
    `“${text.slice(0, 40)}” is no tag and no output`,
    'close it, or put {% raw %} around it where it is no template',
  );

/** A block whose end is missing: what belongs to it cannot be told, so that the whole text stays as it is. */
export class UnclosedBlock extends Refusal {
  readonly line: number;

  constructor(name: string, token: Token) {
    super(`the block {% ${name} %} is not closed`, `write {% end${name} %} after it`);
    this.line = positionOf(token).line;
  }
}

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
    if (!match || end === undefined || end === null) throw new UnclosedBlock('raw', token);
    this.#push(
      new TextToken(this.#source.slice(begin, match.index), true, this.#source, begin, match.index, this.#file),
    );
    return end + 2;
  }
}
