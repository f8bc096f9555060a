import type { SafeHtml } from '../article.ts';
import { unescapeText } from '../html/tree.ts';

/** Addresses that a body names, each once, in the order of the text. */
export interface NamedAddresses {
  /** Targets of links. */
  links: string[];
  /** Sources of pictures, sound and films. */
  media: string[];
}

/** In sanitized HTML `<` begins a tag and nothing else, and values stand between double quotes. */
const TAG = /<(?:a|img|audio|video)\b[^>]*>/g;
const ADDRESS = / (href|src|poster)="([^"]*)"/g;

/** The addresses of this portal that a body names: a path, or relative to the article. Links within the page are left out. */
export function listOwnAddresses(html: SafeHtml): NamedAddresses {
  const links = new Set<string>();
  const media = new Set<string>();
  for (const [tag] of html.matchAll(TAG)) {
    for (const [, attribute, value = ''] of tag.matchAll(ADDRESS)) {
      const address = unescapeText(value);
      // The sanitizer writes addresses of other hosts with their protocol, and those of this portal without.
      if (address.startsWith('#') || /^[a-z][a-z\d+.-]*:/i.test(address)) continue;
      (attribute === 'href' ? links : media).add(address);
    }
  }
  return { links: [...links], media: [...media] };
}
