import { escapePath, pathHref } from '../../../lib/addresses.ts';
import { getArchive, type ListingKey, type SiteIdentity, type Summary } from '../../../lib/archive/index.ts';
import { withBase } from '../../../lib/base-path.ts';
import { toZonedIso } from '../../../lib/calendar.ts';
import { parseStock } from '../../../lib/stocks/index.ts';
import { answerError, answerJson } from '../answer.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

/** One page of a listing: of all articles, or of a category, a tag, a stock or a period. */
export async function GET(request: Request): Promise<Response> {
  const parameters = new URL(request.url).searchParams;
  const key = readKey(parameters);
  if (!key) return answerError('listing', 'expected at most one of category, tag, stock and period');
  const pageText = parameters.get('page') ?? '1';
  if (!/^[1-9]\d{0,8}$/.test(pageText)) return answerError('page', `page=${pageText}: expected a number from 1 on`);
  const archive = getArchive();
  const [site, listing] = [await archive.getSite(), await archive.listArticles(key, Number(pageText))];
  if (!listing) return answerError('not-found', 'no such category, tag, stock, period or page', 404);
  return answerJson({
    title: listing.title === '' ? null : listing.title,
    page: listing.page,
    pages: listing.pageCount,
    total: listing.articleCount,
    articles: listing.articles.map((article) => toItem(article, site)),
  });
}

function readKey(parameters: URLSearchParams): ListingKey | undefined {
  const [category, tag, stock, period] = ['category', 'tag', 'stock', 'period'].map(
    (name) => parameters.get(name) ?? '',
  );
  const keys: ListingKey[] = [
    ...(category ? [{ kind: 'category', name: category } as const] : []),
    ...(tag ? [{ kind: 'tag', name: tag } as const] : []),
    ...(stock ? [{ kind: 'stock', name: parseStock(stock)?.id ?? stock } as const] : []),
    ...(period ? [{ kind: 'period', period } as const] : []),
  ];
  return keys.length > 1 ? undefined : (keys[0] ?? { kind: 'latest' });
}

const toItem = ({ url, title, publishedAt, category, extract }: Summary, site: SiteIdentity) => ({
  url: site.url + pathHref(url),
  api: site.url + withBase(`/api/articles${escapePath(url)}`),
  title,
  date: toZonedIso(publishedAt, site.timezone),
  category: category?.name ?? null,
  extract,
});
