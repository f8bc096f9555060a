import { ID_PREFIX } from '../html/allowlist.ts';
import type { HtmlNode } from '../html/tree.ts';

const HEADING = /^h[2-6]$/;
const ID = new RegExp(` id="${ID_PREFIX}([^"]+)"`);

/**
 * Lets links from elsewhere arrive that were made for the ids of headings as Jekyll wrote them, without the prefix: each heading begins
 * with `<a name>`. A browser goes to a name where no element has that id (HTML, 7.4.6.4), so the portal's own ids go first; and unlike
 * an id, the name of a link is no property of `window` or `document`, so that it stands in the way of no script. Changes the tree.
 */
export function addAnchors(nodes: readonly HtmlNode[]): void {
  for (const node of nodes) {
    // No link may stand within a link.
    if (typeof node === 'string' || node.name === 'a') continue;
    const name = HEADING.test(node.name) ? ID.exec(node.attributes)?.[1] : undefined;
    if (name === undefined) addAnchors(node.children);
    else node.children.unshift({ name: 'a', attributes: ` name="${name}"`, children: [] });
  }
}
