import { newsSitemapPartHref, pathHref } from '../../addresses.ts';
import type { Archive, NewsEntry, SiteIdentity } from '../../archive/index.ts';
import { dayOf, startOfDayAt } from '../../calendar.ts';
import { isSimplified, traditionalHref } from '../../traditional/addresses.ts';
import { toRfc3339 } from '../feed.ts';
import { imagesOf, renderAddresses, renderIndex } from './sitemap.ts';

/** Most articles in one document (Google's limit for news). */
const NEWS_PART_SIZE = 1_000;

/** A document of the news sitemap. */
export interface NewsSitemap {
  body: string;
  /** When it last became another one, in seconds since 1970: with an update of the archive, or with a new day. */
  changedAt: number;
}

/**
 * Makes the news sitemap (Google, 0.9) of the articles of today and yesterday in the site's zone, so that none is older than 48
 * hours; or, where there are more than 1,000, the index of its parts. It is the same for the whole day unless the archive changes.
 * @param now seconds since 1970
 * @param part number of a part, from 1
 * @returns `undefined` for a part that does not exist
 */
export async function makeNewsSitemap(archive: Archive, now: number, part?: number): Promise<NewsSitemap | undefined> {
  const site = await archive.getSite();
  const day = dayOf(now, site.timezone);
  const count = await archive.countNews(day);
  const partCount = Math.ceil(count / NEWS_PART_SIZE);
  if (part !== undefined && (part < 1 || part > partCount)) return undefined;
  const changedAt = Math.max(await archive.getChangedAt(), startOfDayAt(now, site.timezone));
  if (part === undefined && partCount > 1) {
    const rows = Array.from({ length: partCount }, (_, i) => ({ url: site.url + newsSitemapPartHref(i + 1) }));
    return { body: await renderIndex(rows), changedAt };
  }
  const entries = await archive.listNews(day, NEWS_PART_SIZE, ((part ?? 1) - 1) * NEWS_PART_SIZE);
  const rows = entries.map((entry) => toRow(entry, site));
  return { body: await renderAddresses(site, rows, { news: true, image: true, xhtml: true }), changedAt };
}

function toRow(entry: NewsEntry, site: SiteIdentity): object {
  const path = pathHref(entry.url);
  return {
    url: site.url + path,
    links: isSimplified(site)
      ? [
          { hreflang: 'zh-Hans', url: site.url + path },
          { hreflang: 'zh-Hant', url: site.url + traditionalHref(path) },
        ]
      : [],
    news: {
      publication: { name: site.title, language: newsLanguageOf(site.lang) },
      publication_date: toRfc3339(entry.publishedAt),
      title: entry.title,
    },
    img: imagesOf(entry, site),
  };
}

/** Google takes a language of ISO 639, and of Chinese `zh-cn` and `zh-tw`. */
function newsLanguageOf(lang: string): string {
  if (isSimplified({ lang })) return 'zh-cn';
  const language = new Intl.Locale(lang).language;
  return language === 'zh' ? 'zh-tw' : language;
}
