import { readAddresses } from './address/post-address.ts';
import type { Article } from './article.ts';
import { decodePost } from './decode.ts';
import { ContentError, type Problem } from './errors.ts';
import { parseFileName } from './file-name.ts';
import { Fields } from './front-matter/fields.ts';
import { readHead } from './front-matter/head.ts';
import { type SplitPost, splitFrontMatter } from './front-matter/split.ts';
import { findSourceName, makeExtract } from './html/describe.ts';
import { markLanguages } from './html/languages.ts';
import { settleParagraphs } from './html/paragraphs.ts';
import { sanitize } from './html/sanitize.ts';
import { toText } from './html/text.ts';
import { type HtmlNode, parseTree, serializeTree } from './html/tree.ts';
import { readAuthor } from './jekyll/authors.ts';
import { defaultsFor } from './jekyll/defaults.ts';
import { readExcerpt } from './jekyll/excerpt.ts';
import type { JekyllSite } from './jekyll/site.ts';
import { type RenderedTemplates, renderTemplates, type TemplatePost } from './jekyll/templates.ts';
import { needsLiquid } from './liquid/index.ts';
import { type Footer, splitFooter } from './markdown/footer.ts';
import { renderKramdown } from './markdown/kramdown/index.ts';
import { renderMarkdown } from './markdown/render.ts';
import { settlePasted } from './pasted/index.ts';
import { Losses } from './pasted/losses.ts';
import { readPicture } from './picture.ts';
import { cleanLine } from './plain-text.ts';
import { measureReading } from './reading-time.ts';
import type { ContentSettings } from './settings.ts';
import { typeset } from './typeset/index.ts';

/** What became of a file. */
export type Reading =
  | {
      kind: 'article';
      article: Article;
      warnings: Problem[];
      /** What the article depends on beside the file, as `usesOfPath` names it. */
      uses: string[];
      /** Instant, in seconds since 1970, from which on the same bytes give another article; absent if there is none. */
      changesAt?: number;
    }
  | { kind: 'unpublished' }
  /** `uses`: where the defect may come from, beside the file. */
  | { kind: 'rejected'; problem: Problem; uses: readonly string[] };

/**
 * Reads one post. Pure: the same input gives the same output. Never throws for the content of a file: the result is then
 * `rejected`, with a problem that says where and what.
 * @param path the file, relative to the content folder, with `/` between folders
 * @param now seconds since 1970
 * @param site what the posts of a Jekyll site may use; templates stay as they are without it
 */
export function readPost(
  path: string,
  bytes: Uint8Array,
  settings: ContentSettings,
  now: number,
  site?: JekyllSite,
): Reading {
  try {
    return readSteps(path, bytes, settings, now, site);
  } catch (error) {
    if (error instanceof ContentError) return { kind: 'rejected', problem: error.toProblem(path), uses: error.uses };
    // A limit of a library, such as its stack depth. One file must not end the run.
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the post cannot be read (${reason}): simplify its mark-up`;
    return { kind: 'rejected', problem: { path, line: 1, severity: 'error', message }, uses: [] };
  }
}

/** The steps of the pipeline. The cheap ones, which may reject a post, come first. @throws {ContentError} */
function readSteps(
  path: string,
  bytes: Uint8Array,
  settings: ContentSettings,
  now: number,
  site: JekyllSite | undefined,
): Reading {
  const name = parseFileName(path, settings.markdownExtensions);
  const post = splitFrontMatter(decodePost(bytes));
  const fields = new Fields(post, defaultsFor(path, settings.defaults));
  if (!fields.isPublished() && !settings.unpublished) return { kind: 'unpublished' };
  const head = readHead(fields, name, settings, now);
  const addresses = readAddresses(fields, name, head, settings, post.hasLeadingBytes);
  const author = readAuthor(fields, site);
  const categories = fields.addressable(head.categories, 'categories', 'the category');
  const rendered = renderLiquidOf(post, { name, head, url: addresses.url, settings, site, now });
  const ownHosts = new Set(settings.ownHosts);
  const { footer, tree, excerpt, losses } = readBody(rendered.text, name.isMarkdown, fields, settings, ownHosts);
  const text = toText(tree);
  const picture = readPicture(fields, tree, addresses.url, ownHosts);
  const sourceName = findSourceName(tree, text);
  const article: Article = {
    path,
    url: addresses.url,
    slug: cleanLine(head.slug),
    title: head.title,
    publishedAt: head.publishedAt,
    modifiedAt: head.modifiedAt,
    ...(head.expiresAt !== undefined && { expiresAt: head.expiresAt }),
    categories,
    tags: head.tags,
    ...(author !== undefined && { author }),
    ...(picture !== undefined && { image: picture }),
    ...(head.description !== undefined && { description: head.description }),
    html: serializeTree(tree),
    text,
    readingMinutes: measureReading(text),
    extract: makeExtract(excerpt, head.title),
    ...(footer.sourceUrl !== undefined && { sourceUrl: footer.sourceUrl }),
    ...(sourceName !== undefined && { sourceName }),
    ...(footer.backLabel !== undefined && { backLabel: cleanLine(footer.backLabel) }),
    redirectFrom: addresses.redirectFrom,
  };
  const lost = losses.toWarnings(post.body, post.bodyLine);
  const warnings = [...post.warnings, ...fields.warnings, ...rendered.warnings, ...lost].map(
    (warning): Problem => ({ path, severity: 'warning', ...warning }),
  );
  const uses = author === undefined || !site ? rendered.uses : [...rendered.uses, 'data:authors'];
  return {
    kind: 'article',
    article,
    warnings,
    uses,
    ...(head.changesAt !== undefined && { changesAt: head.changesAt }),
  };
}

interface LiquidInput extends Omit<TemplatePost, 'post' | 'renderMarkdown'> {
  settings: ContentSettings;
  site: JekyllSite | undefined;
  now: number;
}

/** The body of a post after its Liquid, which only Jekyll sites have. */
function renderLiquidOf(post: SplitPost, { settings, site, now, ...facts }: LiquidInput): RenderedTemplates {
  if (!site || !needsLiquid(post.body)) return { text: post.body, uses: [], warnings: [] };
  const renderMarkdown = (text: string): string => renderMarkdownOf(settings, text);
  return renderTemplates({ ...facts, post, renderMarkdown }, site, now);
}

interface Body {
  footer: Footer;
  tree: HtmlNode[];
  /** What the extract is made of. */
  excerpt: HtmlNode[];
  losses: Losses;
}

function readBody(
  text: string,
  isMarkdown: boolean,
  fields: Fields,
  settings: ContentSettings,
  ownHosts: ReadonlySet<string>,
): Body {
  const toHtml = (body: string): string => (isMarkdown ? renderMarkdownOf(settings, body) : body);
  const footer = splitFooter(text, settings.jekyll !== undefined);
  const losses = new Losses();
  const tree = makeBody(toHtml(footer.body), ownHosts, losses);
  const excerpt = settings.jekyll && readExcerpt(fields, footer.body, toHtml);
  return { footer, tree, excerpt: excerpt === undefined ? tree : makeBody(excerpt, ownHosts, new Losses()), losses };
}

/** HTML of a Markdown text, in the dialect of the site. */
function renderMarkdownOf({ jekyll }: ContentSettings, text: string): string {
  return jekyll?.kramdown ? renderKramdown(text, jekyll.kramdown) : renderMarkdown(text);
}

/**
 * The body as it is published. The sanitizer runs after every step that produces markup. The steps after it rearrange its
 * output and add only what is on its allowlist.
 */
function makeBody(markup: string, ownHosts: ReadonlySet<string>, losses: Losses): HtmlNode[] {
  const settled = settlePasted(markup, ownHosts, losses);
  const html = sanitize(settled, ownHosts, (name, attributes) => losses.addElement(name, attributes));
  const tree = settleParagraphs(parseTree(html));
  markLanguages(tree, html);
  typeset(tree, html);
  return tree;
}
