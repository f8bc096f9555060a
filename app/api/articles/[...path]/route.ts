import { decodePath, markdownHref, normalizePath, pathHref } from '../../../../lib/addresses.ts';
import { type ArticleView, getArchive, type SiteIdentity } from '../../../../lib/archive/index.ts';
import { withoutBase } from '../../../../lib/base-path.ts';
import { toZonedIso } from '../../../../lib/calendar.ts';
import { withAbsoluteAddresses } from '../../../../lib/feeds/index.ts';
import { answerError, answerJson } from '../../answer.ts';

const FOLDER = '/api/articles';

/** One article, by its address behind `/api/articles`. */
export async function GET(request: Request): Promise<Response> {
  const asked = normalizePath(new URL(request.url).pathname) ?? '';
  // Next says the address as it was asked for.
  const path = (withoutBase(asked) ?? asked).slice(FOLDER.length);
  const url = decodePath(path);
  const archive = getArchive();
  const article = await archive.getArticle(url);
  if (article) return answerJson(toJson(article, await archive.getSite()));
  const withdrawal = await archive.getWithdrawal(url);
  if (!withdrawal) return answerError('not-found', 'no article has this address', 404);
  const { timezone } = await archive.getSite();
  const since = `withdrawn on ${toZonedIso(withdrawal.withdrawnAt, timezone)}`;
  return answerError('withdrawn', withdrawal.reason === undefined ? since : `${since}: ${withdrawal.reason}`, 410);
}

function toJson(article: ArticleView, { url: origin, timezone }: SiteIdentity) {
  const url = origin + pathHref(article.url);
  const link = (href: string | undefined): string | null => (href === undefined ? null : origin + pathHref(href));
  return {
    url,
    canonical: origin + pathHref(article.canonicalUrl),
    markdown: markdownHref(url),
    title: article.title,
    date: toZonedIso(article.publishedAt, timezone),
    modified: toZonedIso(article.modifiedAt, timezone),
    categories: article.categories.map(({ name, title }) => ({ name, title })),
    tags: article.tags,
    stocks: article.stocks.map(({ name, title }) => ({ name, title })),
    author: article.author ?? null,
    image: article.image === undefined ? null : (URL.parse(article.image, origin)?.href ?? null),
    description: article.description ?? null,
    extract: article.extract,
    readingMinutes: article.readingMinutes,
    corrections: article.corrections.map(({ text, correctedAt }) => ({
      text,
      date: correctedAt === undefined ? null : toZonedIso(correctedAt, timezone),
    })),
    source: { name: article.sourceName ?? null, url: article.sourceUrl ?? null },
    twin: link(article.twin?.url),
    previous: link(article.previous?.url),
    next: link(article.next?.url),
    html: withAbsoluteAddresses(article.html, url),
  };
}
