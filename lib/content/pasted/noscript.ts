import { readPictureAddress } from './pictures.ts';
import type { Tag } from './tags.ts';

const hrefOf = (tag: Tag, ownHosts: ReadonlySet<string>): string | undefined => {
  const address = readPictureAddress(tag.attributes, ownHosts);
  return address.kind === 'link' ? address.href : undefined;
};

/** Addresses of the pictures that stand outside of `<noscript>`. */
export function listPicturesOutside(tags: readonly Tag[], ownHosts: ReadonlySet<string>): ReadonlySet<string> {
  const addresses = new Set<string>();
  let closedBy = -1;
  for (const [index, tag] of tags.entries()) {
    if (tag.name === 'noscript' && index > closedBy) closedBy = tag.closedBy ?? closedBy;
    const href = tag.name === 'img' && index > closedBy ? hrefOf(tag, ownHosts) : undefined;
    if (href !== undefined) addresses.add(href);
  }
  return addresses;
}

/**
 * What an element holds for readers without scripts. A picture that a script would load late stands in it a second time, and is left out.
 * @param start offset at which its content begins
 * @param inside tags within it
 */
export function settleNoscript(
  content: string,
  start: number,
  inside: readonly Tag[],
  outside: ReadonlySet<string>,
  ownHosts: ReadonlySet<string>,
): string {
  let settled = '';
  let written = 0;
  for (const tag of inside) {
    if (tag.name !== 'img' || !outside.has(hrefOf(tag, ownHosts) ?? '')) continue;
    settled += content.slice(written, tag.start - start);
    written = tag.end - start;
  }
  return settled + content.slice(written);
}
