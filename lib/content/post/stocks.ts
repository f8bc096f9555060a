import { INLINE_ELEMENTS } from '../../html-elements.ts';
import {
  cleanStockName,
  mayHoldQuoteLinks,
  parseStock,
  readQuoteLink,
  STOCK_EXAMPLE,
  STOCK_FOLDER,
  type Stock,
} from '../../stocks/index.ts';
import { quoteValue } from '../errors.ts';
import type { Fields } from '../front-matter/fields.ts';
import { isMediaLine, MEDIA_BEGIN, MEDIA_END } from '../html/describe.ts';
import { isHidden, toText } from '../html/text.ts';
import { attributeOf, type HtmlElement, type HtmlNode } from '../html/tree.ts';
import { cleanLine } from '../plain-text.ts';

const FIELD = 'stocks';
/** Most stocks of an article: tables of a whole market name no company in particular. */
const MAX_STOCKS = 300;
/** An editor is told of so many codes that cannot be. */
const MAX_WARNINGS = 10;

/** A stock that an article names. */
export interface NamedStock {
  /** Market and code, as in `SH600519`. */
  id: string;
  /** What the article calls it; absent where it says the code alone. */
  name?: string;
}

/** A body as it is published, in both of its forms. */
interface Body {
  tree: readonly HtmlNode[];
  html: string;
}

/**
 * The stocks that a post names: in its field `stocks`, then by links to quote pages and to the portal's own pages of stocks, in the order
 * of the text, each once. A number in running text is no stock, and neither is a word in the name of the medium.
 */
export function readStocks(fields: Fields, { tree, html }: Body, basePath: string): NamedStock[] {
  const found = new Map<string, NamedStock>();
  const add = ({ id }: Stock, name?: string): void => {
    const known = found.get(id);
    if (!known && found.size === MAX_STOCKS) return;
    if (known?.name === undefined) found.set(id, { id, ...(name !== undefined && { name }) });
  };
  for (const stock of readField(fields)) add(stock);
  const ownFolder = `${basePath}${STOCK_FOLDER}/`;
  // Most bodies have no such link.
  if (!mayHoldQuoteLinks(html) && !html.includes(ownFolder)) return [...found.values()];
  forEachLink(tree, (link) => {
    const href = attributeOf(link, 'href') ?? '';
    const stock = href.startsWith(ownFolder) ? parseStock(href.slice(ownFolder.length)) : readQuoteLink(href);
    if (stock) add(stock, cleanStockName(cleanLine(toText(link.children)), stock));
  });
  return [...found.values()];
}

/** `stocks: SH600519`, `stocks: SH600519 HK00700`, `stocks: [SH600519, HK00700]` */
function readField(fields: Fields): Stock[] {
  const words = fields.words(FIELD).map((word) => ({ word, stock: parseStock(word) }));
  for (const { word } of words.filter(({ stock }) => !stock).slice(0, MAX_WARNINGS)) {
    fields.addWarning(FIELD, `${FIELD}: found ${quoteValue(word)}, expected ${STOCK_EXAMPLE}; it is left out`);
  }
  return words.flatMap(({ stock }) => stock ?? []);
}

/** Calls a function with each link that readers see, but for those in the name of the medium: `（文章来源：上海<a>证券</a>报）`. */
function forEachLink(nodes: readonly HtmlNode[], visit: (link: HtmlElement) => void): void {
  const medium = new MediumName();
  const walk = (siblings: readonly HtmlNode[]): void => {
    for (const node of siblings) {
      if (typeof node === 'string') medium.read(node);
      else if (!isHidden(node) && !isMediaLine(node)) {
        if (!INLINE_ELEMENTS.has(node.name)) medium.leave();
        if (node.name === 'a' && !medium.isOpen) visit(node);
        walk(node.children);
        if (!INLINE_ELEMENTS.has(node.name)) medium.leave();
      }
    }
  };
  walk(nodes);
}

/** Follows a text, and knows whether its end is within the name of the medium. */
class MediumName {
  #isOpen = false;
  /** The end of the text, which may be the beginning of `MEDIA_BEGIN`. */
  #end = '';

  get isOpen(): boolean {
    return this.#isOpen;
  }

  read(text: string): void {
    let rest = this.#isOpen ? text : this.#end + text;
    for (;;) {
      const mark = this.#isOpen ? MEDIA_END : MEDIA_BEGIN;
      const found = rest.indexOf(mark);
      if (found < 0) break;
      rest = rest.slice(found + mark.length);
      this.#isOpen = !this.#isOpen;
    }
    this.#end = rest.slice(-MEDIA_BEGIN.length);
  }

  /** The name ends with its block, where no mark ends it. */
  leave(): void {
    this.#isOpen = false;
    this.#end = '';
  }
}
