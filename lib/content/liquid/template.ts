import {
  type Emitter,
  type Liquid,
  ParseStream,
  TagToken,
  type Template,
  type Token,
  type TopLevelToken,
} from 'liquidjs';
import { exceeded, LIMITS } from './limits.ts';
import { NoTemplate, Refusal } from './refusal.ts';
import { trimStart } from './ruby/text.ts';
import type { RubyContext, Session } from './session.ts';
import { cutTemplate, OUTPUT, TAG, TextToken, type TokenQueue } from './tokens.ts';

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
    session.enter(this.token);
    session.depth++;
    if (session.depth > 4 * LIMITS.depth)
      throw exceeded(`nests deeper than ${LIMITS.depth} blocks`, 'take blocks apart');
    try {
      yield this.#node.render(context, emitter);
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof NoTemplate) throw error;
      session.warn(error, this.token);
      emitter.write(this.token.getText());
    } finally {
      session.depth--;
    }
  }
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

  /** Throws `NoTemplate` for a block without its end, a `ContentError` beyond a limit. */
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
    return this.#charge(TAG.exec(token.getText())?.[4] ?? '');
  }

  #charge(markup: string): string {
    if (markup.length > LIMITS.tagCharacters) {
      throw new Refusal(`the tag has more than ${LIMITS.tagCharacters} characters`, 'move its values to _data');
    }
    this.session.budget.markup(markup.length);
    return markup;
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
      if (!(error instanceof Refusal) || error instanceof NoTemplate) throw error;
      return this.#refused(token, error);
    }
  }

  #refused(token: Token, refusal: Refusal): TextNode {
    this.session.warn(refusal, token);
    return new TextNode(token, token.getText());
  }

  #node(token: Token, rest: TokenQueue): Node {
    if (token instanceof TextToken) return new TextNode(token, token.text, token.isRaw);
    if (++this.#depth > LIMITS.depth + 1) {
      throw exceeded(`nests deeper than ${LIMITS.depth} blocks`, 'take blocks apart', token.getPosition()[0]);
    }
    try {
      return this.#readTag(token, rest);
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof NoTemplate) throw error;
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
    const markup = this.#charge((isTag ? match[4] : match[1]) ?? '');
    return new GuardedNode(reader({ token, name, markup, rest }, this));
  }

  #tokenize(source: string, file: string | undefined): TokenQueue {
    return cutTemplate(source, file, this.liquid);
  }
}

const malformed = (text: string): Refusal =>
  new Refusal(
    `“${text.slice(0, 40)}” is no tag and no output`,
    'close it, or put {% raw %} around it where it is no template',
  );
