import { pathHref } from '../../addresses.ts';
import { type Article, listOwnAddresses, type Problem } from '../../content/index.ts';
import type { FoundFile } from '../folder/content-folder.ts';
import { type FileReading, type ReadContext, type ReadTask, readContent } from '../read-files.ts';

/** An address that a post names. */
export interface NamedAddress {
  /** As the body has it. */
  written: string;
  /** Decoded path of the portal. */
  path: string;
}

/** What the checks across files have to know of a post that is or will be published. */
export interface PostFacts {
  path: string;
  /** Decoded path. */
  url: string;
  slug: string;
  title: string;
  /** Seconds since 1970. */
  publishedAt: number;
  categories: readonly string[];
  tags: readonly string[];
  redirectFrom: readonly string[];
  sourceUrl?: string;
  links: readonly NamedAddress[];
  images: readonly NamedAddress[];
}

/** What became of a file. */
export interface FileFacts {
  path: string;
  kind: FoundFile['kind'];
  /** True for a file that is served as it is. */
  isStatic?: true;
  /** What indexing says of the file. */
  problems: readonly Problem[];
  post?: PostFacts;
  /** Category that the file makes exist. */
  category?: string;
}

/** Reads files as indexing does and keeps of each only its facts; what a worker of the pool runs. */
export default function readFacts({ context, tasks }: { context: ReadContext; tasks: ReadTask[] }): FileFacts[] {
  return tasks.map((task) => toFacts(readContent(context, task), context.now));
}

function toFacts({ file: { path, kind }, reading }: FileReading, now: number): FileFacts {
  switch (reading.kind) {
    case 'article':
      return { path, kind, problems: reading.warnings, ...factsOf(reading.article, now) };
    case 'rejected':
    case 'unreadable':
      return { path, kind, problems: [reading.problem] };
    case 'static':
      return reading.problem
        ? { path, kind, problems: [reading.problem] }
        : { path, kind, problems: [], isStatic: true };
    case 'resource':
      return { path, kind, problems: reading.problem ? [reading.problem] : [] };
    case 'stub':
      return { path, kind, problems: [], ...(reading.stub && { category: reading.stub.name }) };
    default:
      return { path, kind, problems: [] };
  }
}

function factsOf(article: Article, now: number): Pick<FileFacts, 'post'> {
  const { path, url, slug, title, publishedAt, expiresAt, categories, tags, redirectFrom, sourceUrl, image } = article;
  if (expiresAt !== undefined && expiresAt <= now) return {};
  const { links, images } = listOwnAddresses(article.html);
  const pictures = image?.startsWith('/') ? [...new Set([...images, image])] : images;
  const toNamed = (written: string): NamedAddress[] => resolve(written, url);
  const post = {
    path,
    url,
    slug,
    title,
    publishedAt,
    categories,
    tags,
    redirectFrom,
    ...(sourceUrl !== undefined && { sourceUrl }),
    links: links.flatMap(toNamed),
    images: pictures.flatMap(toNamed),
  };
  return { post };
}

/** The path that an address means in an article, as a browser resolves it. One with a wrong percent escape stays as it is. */
function resolve(written: string, url: string): NamedAddress[] {
  const target = URL.parse(written, `https://portal.invalid${pathHref(url)}`);
  try {
    return target ? [{ written, path: decodeURIComponent(target.pathname) }] : [];
  } catch {
    return [{ written, path: target?.pathname ?? written }];
  }
}
