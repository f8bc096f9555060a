import { readRedirectTo } from '../address/redirects.ts';
import type { Article, ContentPage } from '../article.ts';
import { makeBody, renderLiquidOf } from '../body.ts';
import type { Fields } from '../front-matter/fields.ts';
import type { Head } from '../front-matter/head.ts';
import { findSourceName, makeExtract } from '../html/describe.ts';
import { toText } from '../html/text.ts';
import { type HtmlNode, serializeTree } from '../html/tree.ts';
import { readAuthor } from '../jekyll/authors.ts';
import { readExcerpt } from '../jekyll/excerpt.ts';
import { postFacts } from '../jekyll/facts.ts';
import { readPostParts } from '../jekyll/post-parts.ts';
import type { JekyllSite } from '../jekyll/site.ts';
import { renderMarkdownOf } from '../markdown/dialect.ts';
import { type Footer, splitFooter } from '../markdown/footer.ts';
import { Losses } from '../pasted/losses.ts';
import { readPicture } from '../picture.ts';
import { cleanLine } from '../plain-text.ts';
import { listWarnings, type Reading, readOrReject } from '../reading.ts';
import type { ContentSettings } from '../settings.ts';
import { readCorrections } from './corrections.ts';
import { measureReading } from './reading-time.ts';
import { readRetraction } from './retraction.ts';
import { readStocks } from './stocks.ts';

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
  return readOrReject(path, () => readSteps(path, bytes, settings, now, site));
}

/** The steps of the pipeline. The cheap ones, which may reject a post, come first. @throws {ContentError} */
function readSteps(
  path: string,
  bytes: Uint8Array,
  settings: ContentSettings,
  now: number,
  site: JekyllSite | undefined,
): Reading {
  const parts = readPostParts(path, bytes, settings, now);
  if (!parts) return { kind: 'unpublished' };
  const { name, post, fields, isPublished, head, url, redirectFrom } = parts;
  const { retraction, retractsAt } = readRetraction(parts, settings, now);
  if (retraction) {
    const warnings = listWarnings(path, parts, { warnings: [] }, new Losses());
    return { kind: 'retracted', retraction, publishedAt: head.publishedAt, warnings };
  }
  const { corrections, changesAt: correctedAgainAt } = readCorrections(fields, settings, now);
  const author = readAuthor(fields, site);
  const categories = fields.addressable(head.categories, 'categories', 'the category');
  const facts = () => postFacts(parts, settings);
  const rendered = renderLiquidOf({ path, isMarkdown: name.isMarkdown, post, facts }, settings, site, now);
  const { footer, tree, excerpt, losses } = readBody(rendered.text, name.isMarkdown, fields, settings);
  const text = toText(tree);
  const html = serializeTree(tree);
  const picture = readPicture(fields, tree, url, settings);
  const sourceName = findSourceName(tree, text);
  const draftMark = settings.marksDrafts ? draftMarkOf(path, isPublished, head.publishedAt > now) : undefined;
  const article: Article = {
    path,
    url,
    slug: cleanLine(head.slug),
    title: (draftMark ?? '') + head.title,
    publishedAt: head.publishedAt,
    modifiedAt: Math.max(head.modifiedAt, ...corrections.map(({ correctedAt = 0 }) => correctedAt)),
    ...(head.expiresAt !== undefined && { expiresAt: head.expiresAt }),
    categories,
    tags: head.tags,
    ...(author !== undefined && { author }),
    ...(picture !== undefined && { image: picture }),
    ...(head.description !== undefined && { description: head.description }),
    corrections,
    stocks: readStocks(fields, { tree, html }, settings.basePath),
    html,
    text,
    readingMinutes: measureReading(text),
    extract: makeExtract(excerpt, head.title),
    ...(footer.sourceUrl !== undefined && { sourceUrl: footer.sourceUrl }),
    ...(sourceName !== undefined && { sourceName }),
    ...(footer.backLabel !== undefined && { backLabel: cleanLine(footer.backLabel) }),
    redirectFrom,
  };
  const uses = author === undefined || !site ? rendered.uses : [...rendered.uses, 'data:authors'];
  const redirectTo = settings.jekyll?.ignoresRedirectTo ? undefined : readRedirectTo(fields, url);
  const rest = {
    warnings: listWarnings(path, parts, rendered, losses),
    uses,
    ...changeOf(head, draftMark, [retractsAt, correctedAgainAt]),
  };
  if (redirectTo !== undefined) return { kind: 'page', page: { ...toPage(article), redirectTo }, ...rest };
  return { kind: 'article', article, ...rest };
}

/** A post that leads elsewhere has an address alone: it is in no listing. */
const toPage = ({
  path,
  url,
  title,
  publishedAt,
  expiresAt,
  html,
  text,
  extract,
  redirectFrom,
}: Article): ContentPage => ({
  path,
  url,
  title,
  publishedAt,
  ...(expiresAt !== undefined && { expiresAt }),
  html,
  text,
  extract,
  redirectFrom,
  isListed: false,
});

/** What the title of a post that readers would not see yet begins with. */
function draftMarkOf(path: string, isPublished: boolean, isFuture: boolean): string | undefined {
  if (/(?:^|\/)_drafts\//.test(path)) return '【草稿】';
  if (!isPublished) return '【未发布】';
  return isFuture ? FUTURE_MARK : undefined;
}

const FUTURE_MARK = '【定时】';

/**
 * When the same file gives something else: it loses its mark at the instant of its publication.
 * @param others instants that other fields name
 */
function changeOf(
  { changesAt, publishedAt }: Head,
  draftMark: string | undefined,
  others: readonly (number | undefined)[],
): { changesAt?: number } {
  const instants = [changesAt, ...others, draftMark === FUTURE_MARK ? publishedAt : undefined];
  const first = Math.min(...instants.filter((instant) => instant !== undefined));
  return Number.isFinite(first) ? { changesAt: first } : {};
}

interface Body {
  footer: Footer;
  tree: HtmlNode[];
  /** What the extract is made of. */
  excerpt: HtmlNode[];
  losses: Losses;
}

function readBody(text: string, isMarkdown: boolean, fields: Fields, settings: ContentSettings): Body {
  const toHtml = (body: string): string => (isMarkdown ? renderMarkdownOf(settings, body) : body);
  const footer = splitFooter(text, settings.jekyll !== undefined);
  const losses = new Losses();
  const tree = makeBody(toHtml(footer.body), settings, losses);
  const excerpt = settings.jekyll && readExcerpt(fields, settings.jekyll.excerptSeparator, footer.body, toHtml);
  return { footer, tree, excerpt: excerpt === undefined ? tree : makeBody(excerpt, settings, new Losses()), losses };
}
