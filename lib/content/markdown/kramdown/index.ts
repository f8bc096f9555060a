/**
 * kramdown: the Markdown of Jekyll, in its own dialect and in GitHub's (`kramdown.input`). Follows kramdown 2.4 with
 * kramdown-parser-gfm 1.1 in what it takes for which construct; its syntax is described at kramdown.gettalong.org/syntax.html.
 *
 * A text becomes a tree of blocks (`block/`), whose texts become spans once all definitions are known (`span/`), and the tree is
 * written as HTML (`output/`).
 */
import { createRequire } from 'node:module';
import type { KramdownOptions } from './options.ts';

export { type KramdownOptions, parseKramdownOptions } from './options.ts';

/** Loads the parser with the first body: a plain archive has none for it, and each reading thread would load it. */
const require = createRequire(import.meta.url);

/**
 * HTML of a body. Not sanitized: HTML in the body comes through. Never throws. Takes time in proportion to the body's length,
 * whatever it holds: nesting deeper than 60 is read as text, and so is what is left of a body that is tried in too many ways.
 */
export function renderKramdown(body: string, options: KramdownOptions): string {
  const { convert }: typeof import('./convert.ts') = require('./convert.ts');
  return convert(body, options);
}

/** HTML of a text with typographic quotes, dashes and dots, as Jekyll's filter `smartify` gives it. */
export function smarten(text: string, options: KramdownOptions): string {
  const { convertSigns }: typeof import('./convert.ts') = require('./convert.ts');
  return convertSigns(text, options);
}
