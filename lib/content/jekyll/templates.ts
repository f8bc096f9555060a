import { ContentError, type ContentWarning } from '../errors.ts';
import type { SplitPost } from '../front-matter/split.ts';
import { type LiquidEnvironment, type LiquidResult, renderLiquid } from '../liquid/index.ts';
import { parseKramdownOptions, smarten } from '../markdown/kramdown/index.ts';
import { dataName } from './data.ts';
import { excerptOf } from './excerpt.ts';
import type { Facts } from './facts.ts';
import { listingUses } from './listings.ts';
import type { JekyllSite } from './site.ts';

/** A file whose templates are rendered. */
export interface TemplateText {
  /** The file, relative to the content folder. */
  path: string;
  isMarkdown: boolean;
  post: SplitPost;
  /** `page` of the template. */
  facts: () => Facts;
}

export interface RenderedTemplates {
  text: string;
  /** What the text depends on, as `usesOfPath` names it. */
  uses: string[];
  warnings: ContentWarning[];
}

/** Jekyll's version that is followed. */
const JEKYLL = { version: '4.3.4', environment: 'production' };

/**
 * The body of a file after its Liquid.
 * @param markdownify makes HTML of a Markdown text in the dialect of the site
 * @param now seconds since 1970
 * @throws {ContentError} for a template beyond the limits
 */
export function renderTemplates(
  { path, isMarkdown, post, facts }: TemplateText,
  site: JekyllSite,
  markdownify: (markdown: string) => string,
  now: number,
): RenderedTemplates {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const own = facts();
  const toHtml = (text: string): string => (isMarkdown ? markdownify(text) : text);
  const page: Facts = new Map([...own, ['excerpt', excerptOf(own, site.settings.jekyll?.excerptSeparator, toHtml)]]);
  if (page.get('render_with_liquid') === false) return { text: post.body, uses: [], warnings: [] };
  const asked = new Set<string>();
  const environment: LiquidEnvironment = {
    page,
    site: site.config,
    jekyll: JEKYLL,
    timezone: site.settings.timezone,
    now: new Date(now * 1000),
    readInclude: (include) => {
      asked.add(`include:${include}`);
      return site.readText(`_includes/${include}`);
    },
    readRelative: (file) => site.readText(folder + file),
    readData: (data) => {
      asked.add(`data:${data}`);
      return site.readData(data);
    },
    dataNames: () => site.dataNames(),
    readListing: (name) => {
      const listing = site.readListing(name, page);
      if (listing) for (const use of listingUses(name)) asked.add(use);
      return listing;
    },
    postUrl: (title) => site.postUrl(title),
    linkUrl: (file) => site.urlOf(file),
    markdownify,
    smartify: (text) => smarten(text, site.settings.jekyll?.kramdown ?? parseKramdownOptions(undefined)),
    aroundHtml: isMarkdown ? ['\n', '\n'] : ['', ''],
  };
  const { text, uses, warnings } = render(post, environment, asked);
  return {
    text,
    uses: [...new Set(uses.flatMap((use) => usesOf(use, folder)))],
    warnings: [
      ...warnings.map(({ line, message }) => ({ line: line + post.bodyLine - 1, message })),
      ...uses.flatMap((use) => warnOfListing(use, site, post.bodyLine)),
    ],
  };
}

/** @param asked files that the environment was asked for: a template that is refused may be mended there */
function render(post: SplitPost, environment: LiquidEnvironment, asked: ReadonlySet<string>): LiquidResult {
  try {
    return renderLiquid(post.body, environment);
  } catch (error) {
    if (!(error instanceof ContentError)) throw error;
    const refused = new ContentError(error.message, { line: (error.line ?? 1) + post.bodyLine - 1 });
    refused.uses = [...asked];
    throw refused;
  }
}

/** What a use of the renderer means for the index. */
function usesOf(use: string, folder: string): string[] {
  if (use.startsWith('site:')) return listingUses(use.slice('site:'.length));
  return [use.replace(/^relative:/, `link:${folder}`)];
}

function warnOfListing(use: string, site: JekyllSite, line: number): ContentWarning[] {
  const name = /^site:(.+)$/.exec(use)?.[1];
  const message = name === undefined ? undefined : site.describeCut(name);
  return message === undefined ? [] : [{ line, message }];
}

/** Names of what depends on a file of the content folder, as posts remember what they use. */
export function usesOfPath(path: string): string[] {
  const include = /^_includes\/(.+)$/.exec(path)?.[1];
  if (include !== undefined) return [`include:${include}`];
  const data = /^_data\/([^/]+)/.exec(path)?.[1];
  if (data !== undefined) return [`data:${dataName(data)}`];
  const posts = /^(.*?)_posts\/(.+)\.[^./]+$/.exec(path);
  const postNames = posts
    ? [`post:${posts[2]}`, `post:${posts[1]}${posts[2]}`, `post:${posts[2]?.replace(/^.*\//, '')}`]
    : [];
  return [...new Set([`link:${path}`, ...postNames])];
}
