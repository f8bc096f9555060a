import { VOID_ELEMENTS } from '../../html-elements.ts';

/**
 * Most elements that may be open at once. A parser's time for a tag grows with their number, and no article has a use for
 * more than a few dozen.
 */
export const MAX_OPEN_ELEMENTS = 1000;

/** Elements whose content is text to a parser, whatever it looks like: no element opens within them. */
const RAW_TEXT = new Set('script style textarea title xmp iframe noembed noframes plaintext'.split(' '));
/** One less than may be open, since a void element is open for a moment. */
const MAX_KEPT = MAX_OPEN_ELEMENTS - 1;
const TAG = /<(\/?)([a-z][^\s/>]*)/gi;

/**
 * Takes out the tags of elements that are nested too deeply; their text stays. Counts what looks like a tag, in comments
 * too: good enough for mark-up that is broken or hostile.
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
      // A void element, which opens nothing and which the sanitizer takes out.
      return isTooDeep ? '<link' : tag;
    }
    if (same === 0) return tag;
    openByName.set(name, same - 1);
    open--;
    return open >= MAX_KEPT ? '</link' : tag;
  });
}
