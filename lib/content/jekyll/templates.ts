import { ContentError, type ContentWarning } from '../errors.ts';
import type { FileName } from '../file-name.ts';
import type { Head } from '../front-matter/head.ts';
import type { SplitPost } from '../front-matter/split.ts';
import { toPlainValue } from '../front-matter/values.ts';
import { type LiquidEnvironment, type LiquidResult, parseTypedYaml, renderLiquid } from '../liquid/index.ts';
import { defaultsFor } from './defaults.ts';
import { dataName, type JekyllSite } from './site.ts';

/** A post whose templates are rendered. */
export interface TemplatePost {
  name: FileName;
  post: SplitPost;
  head: Head;
  /** Decoded path of the article. */
  url: string;
  /** HTML of a Markdown text in the dialect of the site. */
  renderMarkdown: (markdown: string) => string;
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
 * The body of a post after its Liquid.
 * @param now seconds since 1970
 * @throws {ContentError} for a template beyond the limits
 */
export function renderTemplates(template: TemplatePost, site: JekyllSite, now: number): RenderedTemplates {
  const { name, post } = template;
  const folder = name.path.slice(0, name.path.lastIndexOf('/') + 1);
  const page = pageOf(template, site);
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
    readRelative: (path) => site.readText(folder + path),
    readData: (data) => {
      asked.add(`data:${data}`);
      return site.readData(data);
    },
    dataNames: () => site.dataNames(),
    postUrl: (title) => site.postUrl(title),
    linkUrl: (path) => site.urlOf(path),
    markdownify: template.renderMarkdown,
    smartify: (text) => text,
    aroundHtml: name.isMarkdown ? ['\n', '\n'] : ['', ''],
  };
  const { text, uses, warnings } = render(post, environment, asked);
  return {
    text,
    uses: uses.map((use) => use.replace(/^relative:/, `link:${folder}`)),
    warnings: [
      ...warnings.map(({ line, message }) => ({ line: line + post.bodyLine - 1, message })),
      ...uses.flatMap((use) => warnOfListing(use, post.bodyLine)),
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

function warnOfListing(use: string, line: number): ContentWarning[] {
  if (!use.startsWith('site:')) return [];
  const message = `site.${use.slice('site:'.length)} holds nothing here: the portal has listings of its own`;
  return [{ line, message }];
}

/** `page` of a template. */
function pageOf({ name, post, head, url }: TemplatePost, site: JekyllSite): Map<unknown, unknown> {
  const own: unknown = parseTypedYaml(post.yaml);
  const defaults = [...defaultsFor(name.path, site.settings.defaults)].map(
    ([field, value]) => [field, toPlainValue(value)] as const,
  );
  return new Map<unknown, unknown>([
    ...defaults,
    ...(own instanceof Map ? own : []),
    ['title', head.title],
    ['slug', head.slug],
    ['date', new Date(head.publishedAt * 1000)],
    ['categories', head.categories],
    ['tags', head.tags],
    ['url', encodeURI(url)],
    ['id', encodeURI(url).replace(/\/$|\.html?$/, '')],
    ['path', name.path],
    ['relative_path', name.path],
    ['ext', name.path.slice(name.path.lastIndexOf('.'))],
    ['collection', 'posts'],
    ['draft', false],
    ['content', post.body],
  ]);
}

/** Names of what depends on a file of the content folder, as posts remember what they use. */
export function usesOfPath(path: string): string[] {
  const include = /^_includes\/(.+)$/.exec(path)?.[1];
  if (include !== undefined) return [`include:${include}`];
  const data = /^_data\/([^/]+)/.exec(path)?.[1];
  if (data !== undefined) return [`data:${dataName(data)}`];
  const posts = /^(.*?)_posts\/(.+)\.[^./]+$/.exec(path);
  const postNames = posts ? [`post:${posts[2]}`, `post:${posts[1]}${posts[2]}`] : [];
  return [...new Set([`link:${path}`, ...postNames])];
}
