import { pathHref, storyHref, storyPath } from '../addresses.ts';
import type { LinkedArticle, SiteIdentity, StorySummary } from '../archive/index.ts';
import { toZonedIso } from '../calendar.ts';
import { escapeHtml, type FeedEntry } from './feed.ts';

/** What the feed of stories is called. */
export const STORIES_TITLE = '要闻';

/** A story as an entry of a feed: under the headline of its earliest article, with links to those that tell it. */
export function toStoryEntry(story: StorySummary, site: SiteIdentity): FeedEntry {
  const { id, sourceCount, articleCount, newestAt, lead, others } = story;
  const href = storyHref(id);
  const articles = [lead, ...others];
  const items = articles.map((article) => `<li>${toItem(article, site)}</li>`).join('');
  const rest = articleCount > articles.length ? `<p><a href="${href}">共${articleCount}篇</a></p>` : '';
  return {
    id: site.url + href,
    url: storyPath(id),
    title: lead.title,
    publishedAt: lead.publishedAt,
    modifiedAt: newestAt,
    corrections: [],
    html: `<p>${escapeHtml(lead.extract)}</p><p>${sourceCount}个来源：</p><ol>${items}</ol>${rest}`,
    extract: lead.extract,
    categories: lead.category ? [lead.category] : [],
    tags: [],
  };
}

function toItem({ url, title, publishedAt, category }: LinkedArticle, { timezone }: SiteIdentity): string {
  const time = toZonedIso(publishedAt, timezone).slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ');
  const link = `<a href="${escapeHtml(pathHref(url))}">${escapeHtml(title || '（无标题）')}</a>`;
  return [link, category && escapeHtml(category.title), time].filter(Boolean).join('，');
}
