import { escapePath } from '../../addresses.ts';
import { withoutBase } from '../../base-path.ts';
import { type Article, type ContentPage, listOwnAddresses, type Problem } from '../../content/index.ts';
import type { FoundFile } from '../folder/content-folder.ts';
import { type FileReading, type ReadContext, type ReadTask, readContent } from '../read-files.ts';

/** An address that a post or page names. */
export interface NamedAddress {
  /** As the body has it. */
  written: string;
  /** Decoded path of the portal; absent where it is outside of the portal's base. */
  path?: string;
}

/** What the checks across files have to know of a page that is or will be published. */
export interface PageFacts {
  path: string;
  /** Decoded path. */
  url: string;
  redirectFrom: readonly string[];
  links: readonly NamedAddress[];
  /** Pictures, sound and films. */
  media: readonly NamedAddress[];
}

/** The same of a post. */
export interface PostFacts extends PageFacts {
  slug: string;
  title: string;
  /** Seconds since 1970. */
  publishedAt: number;
  categories: readonly string[];
  tags: readonly string[];
  /** Identities. */
  stocks: readonly string[];
  sourceUrl?: string;
}

/** What became of a file. */
export interface FileFacts {
  path: string;
  kind: FoundFile['kind'];
  /** Decoded path of a file that is served as it is. */
  address?: string;
  /** What indexing says of the file. */
  problems: readonly Problem[];
  post?: PostFacts;
  page?: PageFacts;
  /** Address of a post that is withdrawn. */
  withdrawn?: string;
  /** Category that the file makes exist. */
  category?: string;
}

/** Reads files as indexing does and keeps of each only its facts; what a worker of the pool runs. */
export default function readFacts({ context, tasks }: { context: ReadContext; tasks: ReadTask[] }): FileFacts[] {
  return tasks.map((task) => toFacts(readContent(context, task), context));
}

function toFacts({ file: { path, kind }, reading }: FileReading, context: ReadContext): FileFacts {
  switch (reading.kind) {
    case 'article':
      return { path, kind, problems: reading.warnings, ...factsOf(reading.article, context) };
    case 'page':
      return { path, kind, problems: reading.warnings, ...pageOf(reading.page, context) };
    case 'retracted':
      return { path, kind, problems: reading.warnings, withdrawn: reading.retraction.url };
    case 'rejected':
    case 'unreadable':
    case 'passed-over':
      return { path, kind, problems: [reading.problem] };
    case 'static':
      return {
        path,
        kind,
        problems: reading.problem ? [reading.problem] : [],
        ...(reading.address !== undefined && { address: reading.address }),
      };
    case 'resource':
      return { path, kind, problems: reading.problem ? [reading.problem] : [] };
    case 'stub':
      return { path, kind, problems: [], ...(reading.stub && { category: reading.stub.name }) };
    default:
      return { path, kind, problems: [] };
  }
}

function factsOf(article: Article, context: ReadContext): Pick<FileFacts, 'post'> {
  const { page } = pageOf(article, context);
  if (!page) return {};
  const { slug, title, publishedAt, categories, tags, sourceUrl } = article;
  const stocks = article.stocks.map(({ id }) => id);
  const post = {
    ...page,
    slug,
    title,
    publishedAt,
    categories,
    tags,
    stocks,
    ...(sourceUrl !== undefined && { sourceUrl }),
  };
  return { post };
}

function pageOf(
  { path, url, expiresAt, redirectFrom, html, image }: Article | ContentPage,
  { now, settings: { basePath } }: ReadContext,
): Pick<FileFacts, 'page'> {
  if (expiresAt !== undefined && expiresAt <= now) return {};
  const { links, media } = listOwnAddresses(html);
  const files = image?.startsWith('/') ? [...new Set([...media, image])] : media;
  const toNamed = (written: string): NamedAddress[] => resolve(written, url, basePath);
  return { page: { path, url, redirectFrom, links: links.flatMap(toNamed), media: files.flatMap(toNamed) } };
}

/**
 * The path that an address means in an article, as a browser resolves it. One with a wrong percent escape stays as it is, and so does one
 * outside of the portal's base, where the portal has nothing.
 */
function resolve(written: string, url: string, basePath: string): NamedAddress[] {
  const target = URL.parse(written, `https://portal.invalid${basePath}${escapePath(url)}`);
  const path = target && withoutBase(target.pathname, basePath);
  if (target && path === undefined) return [{ written }];
  try {
    return path === null ? [] : [{ written, path: decodeURIComponent(path || '/') }];
  } catch {
    return [{ written, path: path ?? written }];
  }
}
