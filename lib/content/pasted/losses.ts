import { STOCK_EXAMPLE } from '../../stocks/index.ts';
import { type ContentWarning, quoteValue } from '../errors.ts';
import type { Attributes } from './pictures.ts';

/** What becomes of what no article may hold or show, and what its editor can do. */
const REMEDIES = {
  frame: 'is left out, since pages run nothing of other sites: write a link to it',
  object: 'is left out: write a link to its file',
  form: 'is left out, its text stays: write a link to the page that has it',
  script: 'is left out: write what it shows as text, a picture or a link',
  drawing: 'is left out, its text stays: save it as a picture and show that',
  media: 'is left out, since no address of it can be shown: write a link to it',
  picture: 'is left out, since it has no address that can be shown: write src="https://…"',
  inline: 'is left out, since it is no PNG, JPEG, GIF, WebP or AVIF in base64: save it as a file and show that',
  large: 'is left out, at most 100 KB stay: save it as a file and show that',
  formula: 'is shown as its source: mend its TeX, or take it apart',
  stock: `leads to no stock: expected stock: with ${STOCK_EXAMPLE}; the text stays without a link`,
} as const;
type LossKind = keyof typeof REMEDIES;

/** Kinds of elements that the sanitizer takes away, whose content or meaning goes with them; of links, those to unknown stocks. */
const KINDS: Readonly<Record<string, LossKind>> = {
  iframe: 'frame',
  frame: 'frame',
  object: 'object',
  embed: 'object',
  applet: 'object',
  form: 'form',
  input: 'form',
  select: 'form',
  textarea: 'form',
  button: 'form',
  script: 'script',
  svg: 'drawing',
  canvas: 'drawing',
  video: 'media',
  audio: 'media',
  img: 'picture',
  a: 'stock',
};
/** Elements that WeChat has for its own players. */
export const WECHAT_PLAYER = /^(?:mp(?:video|voice|audio|-)|qqmusic)/;

/** What is missing from a body, the first of each kind: a post that repeats a defect is told of once. */
export class Losses {
  readonly #found = new Map<LossKind, { what: string; marks: string[] }>();

  /**
   * Notes an element that the sanitizer has taken away.
   * @param attributes as they are written
   */
  addElement(name: string, attributes: Attributes): void {
    const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : WECHAT_PLAYER.test(name) ? 'media' : undefined;
    if (kind === undefined || this.#found.has(kind)) return;
    const address = attributes.src || attributes['data-src'] || attributes.data || attributes.href || '';
    const isInline = kind === 'picture' && /^\s*data:/i.test(address);
    this.#add(
      isInline ? 'inline' : kind,
      `<${name}>${address === '' ? '' : ` of ${quoteValue(address)}`}`,
      name,
      address,
    );
  }

  /** Notes a picture that is too large to stand in a text. */
  addLarge(bytes: number, address: string): void {
    this.#add('large', `a picture of ${Math.ceil(bytes / 1024)} KB in the text itself`, 'img', address);
  }

  /** Notes a formula that is shown as its source. */
  addFormula(tex: string): void {
    this.#add('formula', `the formula ${quoteValue(tex)}`, 'formula', tex);
  }

  #add(kind: LossKind, what: string, name: string, address: string): void {
    if (this.#found.has(kind)) return;
    const beginning = address.trim().slice(0, 80);
    const marks = beginning === '' ? [] : [beginning, beginning.replaceAll('&', '&amp;')];
    this.#found.set(kind, { what, marks: [...marks, `<${name}`] });
  }

  /**
   * @param body the text as it stands in the file
   * @param firstLine its line there, from 1
   */
  toWarnings(body: string, firstLine: number): ContentWarning[] {
    return [...this.#found].map(([kind, { what, marks }]) => ({
      line: firstLine + lineWithin(body, marks),
      message: `${what} ${REMEDIES[kind]}`,
    }));
  }
}

/** Lines before the first mark that a text holds; 0 where it holds none. */
function lineWithin(text: string, marks: readonly string[]): number {
  const lower = text.toLowerCase();
  const offset = marks.map((mark) => lower.indexOf(mark.toLowerCase())).find((found) => found >= 0) ?? 0;
  return text.slice(0, offset).split('\n').length - 1;
}
