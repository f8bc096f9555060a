import { VOID_ELEMENTS } from '../../html-elements.ts';

/**
 * Most elements that may be open at once. The parser's time for each tag grows with their number: without a limit, deeply
 * nested markup takes quadratic time. Articles need a few dozen.
 */
export const MAX_OPEN_ELEMENTS = 1000;

/** Elements whose content a parser takes as text: no element opens within them. */
const RAW_TEXT = new Set('script style textarea title xmp iframe noembed noframes plaintext'.split(' '));
/** One less, since the parser opens and closes a void element too. */
const MAX_KEPT = MAX_OPEN_ELEMENTS - 1;
const TAG = /<(\/?)([a-z][^\s/>]*)/gi;

/**
 * Removes the tags of elements that are nested too deeply; their text stays. Takes everything that looks like a tag for one,
 * in comments too, so the result may still be too deep: only for markup that the parser has found to be so.
 */
export function limitNesting(html: string): string {
  const openByName = new Map<string, number>();
  let open = 0;
  return html.replace(TAG, (tag, slash: string, written: string) => {
    const name = written.toLowerCase();
    if (VOID_ELEMENTS.has(name) || RAW_TEXT.has(name)) return tag;
    const same = openByName.get(name) ?? 0;
    const isTooDeep = open >= MAX_KEPT;
    if (slash === '') {
      openByName.set(name, same + 1);
      open++;
      // `link` is void, so it opens nothing, and it is not on the allowlist.
      return isTooDeep ? '<link' : tag;
    }
    if (same === 0) return tag;
    openByName.set(name, same - 1);
    open--;
    return open >= MAX_KEPT ? '</link' : tag;
  });
}
