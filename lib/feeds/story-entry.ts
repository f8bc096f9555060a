import { pathHref, storyHref, storyPath } from '../addresses.ts';
import type { LinkedArticle, SiteIdentity, StorySummary } from '../archive/index.ts';
import { toZonedIso } from '../calendar.ts';
import { escapeHtml, type FeedEntry } from './feed.ts';

/** What the feed of stories is called. */
export const STORIES_TITLE = '要闻';

/** A story as an entry of a feed: under the headline of its earliest article, with links to those that tell it. */
export function toStoryEntry(story: StorySummary, site: SiteIdentity): FeedEntry {
  const { id, firstId, sourceCount, articleCount, newestAt, lead, others } = story;
  const href = storyHref(id);
  const articles = [lead, ...others];
  const items = articles.map((article) => `<li>${toItem(article, site)}</li>`).join('');
  const hiddenCount = articleCount - articles.length;
  const rest = hiddenCount > 0 ? `<p><a href="${href}">还有${hiddenCount}篇，全部${articleCount}篇</a></p>` : '';
  return {
    // Not its address, which an article that is found later may move: feed readers would show the story twice.
    id: site.url + storyHref(firstId),
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

function toItem({ url, title, publishedAt, category, sourceName }: LinkedArticle, { timezone }: SiteIdentity): string {
  const time = toZonedIso(publishedAt, timezone).slice(0, 'yyyy-mm-ddThh:mm'.length).replace('T', ' ');
  const link = `<a href="${escapeHtml(pathHref(url))}">${escapeHtml(title || '（无标题）')}</a>`;
  return [link, escapeHtml(sourceName ?? category?.title ?? ''), time].filter(Boolean).join('，');
}
