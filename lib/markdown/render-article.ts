import { dump } from 'js-yaml';
import { pathHref } from '../addresses.ts';
import type { ArticleView, Correction, SiteIdentity } from '../archive/index.ts';
import { dayOf, toZonedIso } from '../calendar.ts';
import { withAbsoluteAddresses } from '../feeds/index.ts';
import { escapeText, toMarkdown } from './to-markdown.ts';

/**
 * An article as GitHub's Markdown: front matter, headline, corrections, text. It is made of the sanitized body, so that articles of
 * every syntax come in one form, on servers without the content folder too.
 */
export function renderArticle(site: SiteIdentity, article: ArticleView): string {
  const url = site.url + pathHref(article.url);
  const head = dump(frontMatterOf(site, article), { lineWidth: -1 });
  const corrections = article.corrections.map((correction) => `> ${describe(correction, site)}\n\n`).join('');
  const body = toMarkdown(withAbsoluteAddresses(article.html, url));
  return `---\n${head}---\n\n# ${escapeText(article.title)}\n\n${corrections}${body}`;
}

function frontMatterOf(site: SiteIdentity, article: ArticleView): Record<string, unknown> {
  const { title, publishedAt, modifiedAt, url, categories, tags, author, description, sourceUrl, sourceName } = article;
  return {
    title,
    date: toZonedIso(publishedAt, site.timezone),
    ...(modifiedAt !== publishedAt && { last_modified_at: toZonedIso(modifiedAt, site.timezone) }),
    url: site.url + pathHref(url),
    categories: categories.map(({ name }) => name),
    tags,
    ...(article.stocks.length > 0 && { stocks: article.stocks.map(({ name }) => name) }),
    ...(author !== undefined && { author }),
    ...(description !== undefined && { description }),
    ...(sourceName !== undefined && { source: sourceName }),
    ...(sourceUrl !== undefined && { source_url: sourceUrl }),
  };
}

function describe({ text, correctedAt }: Correction, { timezone }: SiteIdentity): string {
  const day = correctedAt === undefined ? '' : `（${dayOf(correctedAt, timezone)}）`;
  return `**更正${day}：** ${escapeText(text)}`;
}
