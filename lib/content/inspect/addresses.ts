import type { SafeHtml } from '../article.ts';
import { unescapeText } from '../html/tree.ts';

/** Addresses that a body names, each once, in the order of the text. */
export interface NamedAddresses {
  /** Targets of links. */
  links: string[];
  /** Sources of pictures. */
  images: string[];
}

/** In sanitized HTML `<` begins a tag and nothing else, and values stand between double quotes. */
const ADDRESS = /<(a|img)\b[^>]*? (?:href|src)="([^"]*)"/g;

/** The addresses of this portal that a body names: a path, or relative to the article. Links within the page are left out. */
export function listOwnAddresses(html: SafeHtml): NamedAddresses {
  const links = new Set<string>();
  const images = new Set<string>();
  for (const [, name, value = ''] of html.matchAll(ADDRESS)) {
    const address = unescapeText(value);
    // The sanitizer writes addresses of other hosts with their protocol, and those of this portal without.
    if (address.startsWith('#') || /^[a-z][a-z\d+.-]*:/i.test(address)) continue;
    (name === 'a' ? links : images).add(address);
  }
  return { links: [...links], images: [...images] };
}
