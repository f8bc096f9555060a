import { NOT_FOUND_FILE } from '../../addresses.ts';
import { readRedirects, readRedirectTo } from '../address/redirects.ts';
import type { ContentPage } from '../article.ts';
import { makeBody, renderLiquidOf } from '../body.ts';
import { makeExtract } from '../html/describe.ts';
import { toText } from '../html/text.ts';
import { type HtmlElement, type HtmlNode, serializeTree } from '../html/tree.ts';
import { pageFacts } from '../jekyll/facts.ts';
import type { JekyllSite } from '../jekyll/site.ts';
import { renderMarkdownOf } from '../markdown/dialect.ts';
import { Losses } from '../pasted/losses.ts';
import { readPicture } from '../picture.ts';
import { cleanLine } from '../plain-text.ts';
import { listWarnings, type Reading, readOrReject } from '../reading.ts';
import type { ContentSettings } from '../settings.ts';
import { findTaker } from './page-address.ts';
import { isHtmlPage, parsePageName } from './page-name.ts';
import { type PageParts, readPageParts } from './page-parts.ts';

/**
 * Reads one page, or one document of a collection: a file with front matter that is no post. Pure, and throws for nothing that a
 * file can hold, as `readPost`.
 * @param path the file, relative to the content folder, with `/` between folders
 * @param now seconds since 1970
 * @param site what the pages of a Jekyll site may use; templates stay as they are without it
 */
export function readPage(
  path: string,
  bytes: Uint8Array,
  settings: ContentSettings,
  now: number,
  site?: JekyllSite,
): Reading {
  return readOrReject(path, () => readSteps(path, bytes, settings, now, site));
}

/** The steps of the pipeline. @throws {ContentError} */
function readSteps(
  path: string,
  bytes: Uint8Array,
  settings: ContentSettings,
  now: number,
  site: JekyllSite | undefined,
): Reading {
  const { outputEnding, ...name } = parsePageName(path, settings);
  if (!isHtmlPage({ outputEnding, ...name })) {
    const found = outputEnding === '' ? 'a page without an ending' : `a page that ends in ${outputEnding}`;
    return passOver(path, `${found}: the portal makes its documents itself, and renders pages of HTML alone`);
  }
  const parts = readPageParts(path, bytes, settings, now);
  if (!parts) return { kind: 'unpublished' };
  const { post, head, url } = parts;
  const taker = findTaker(url);
  if (taker !== undefined)
    return passOver(path, `its address ${url} is the portal’s own ${taker}: give it a permalink`);
  const facts = () => pageFacts(parts, settings);
  const rendered = renderLiquidOf({ path, isMarkdown: name.isMarkdown, post, facts }, settings, site, now);
  const losses = new Losses();
  const page = makePage(parts, rendered.text, settings, losses);
  return {
    kind: 'page',
    page,
    warnings: listWarnings(path, parts, rendered, losses),
    uses: rendered.uses,
    ...(head.changesAt !== undefined && { changesAt: head.changesAt }),
  };
}

const passOver = (path: string, message: string): Reading => ({
  kind: 'passed-over',
  problem: { path, line: 1, severity: 'warning', message: `${message}; it is passed over` },
});

function makePage(
  { name, fields, head, url }: PageParts,
  text: string,
  settings: ContentSettings,
  losses: Losses,
): ContentPage {
  const body = makeBody(name.isMarkdown ? renderMarkdownOf(settings, text) : text, settings, losses);
  const heading = findHeading(body);
  const title = head.title ?? ((heading && headingText(heading)) || cleanLine(name.basename));
  const tree = withoutTitle(body, title);
  const picture = readPicture(fields, tree, url, settings);
  const visible = toText(tree);
  if (visible === '' && picture === undefined) {
    fields.addWarning('layout', 'no text of its own: layouts are not rendered, and the page shows its title alone');
  }
  const redirectTo = readRedirectTo(fields, url);
  const { publishedAt, expiresAt, modifiedAt, description } = head;
  return {
    path: name.path,
    url,
    title,
    ...(publishedAt !== undefined && { publishedAt }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(modifiedAt !== undefined && { modifiedAt }),
    ...(picture !== undefined && { image: picture }),
    ...(description !== undefined && { description }),
    html: serializeTree(tree),
    text: visible,
    extract: makeExtract(tree, title),
    redirectFrom: readRedirects(fields, url),
    ...(redirectTo !== undefined && { redirectTo }),
    isListed: redirectTo === undefined && url !== NOT_FOUND_FILE,
  };
}

const isHeading = ({ name }: HtmlElement): boolean => /^h[2-6]$/.test(name);

const headingText = (heading: HtmlElement): string => cleanLine(toText([heading]));

/** The first heading, in whatever depth. */
function findHeading(nodes: readonly HtmlNode[]): HtmlElement | undefined {
  for (const node of nodes) {
    if (typeof node === 'string') continue;
    const found = isHeading(node) ? node : findHeading(node.children);
    if (found && headingText(found) !== '') return found;
  }
  return undefined;
}

/** The body without a heading at its very beginning that says what the page shows as its title. */
function withoutTitle(nodes: readonly HtmlNode[], title: string): readonly HtmlNode[] {
  const first = nodes.findIndex((node) => typeof node !== 'string' || node.trim() !== '');
  const node = nodes[first];
  return typeof node === 'object' && isHeading(node) && headingText(node) === title ? nodes.toSpliced(first, 1) : nodes;
}
