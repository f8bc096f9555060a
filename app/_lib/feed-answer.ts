import { FEED_TYPES, type FeedFormat, type FeedSubject } from '../../lib/addresses.ts';
import { getArchive } from '../../lib/archive/index.ts';
import {
  answerConditionally,
  linkHeaderOf,
  parseFeedName,
  readFeed,
  renderAtomFeed,
  renderJsonFeed,
  renderRssFeed,
} from '../../lib/feeds/index.ts';
import { notFound } from './not-found-text.ts';

const RENDERERS = { xml: renderAtomFeed, rss: renderRssFeed, json: renderJsonFeed } as const;

/** A document of a feed; `archive` in the query asks for one of older articles. */
export async function answerFeed(request: Request, subject: FeedSubject, format: FeedFormat): Promise<Response> {
  const archive = getArchive();
  const feed = await readFeed(archive, subject, new URL(request.url).searchParams.get('archive'));
  if (!feed) return notFound();
  const body = RENDERERS[format](feed);
  const contentType = `${FEED_TYPES[format]}; charset=utf-8`;
  const link = linkHeaderOf(feed, format);
  const changedAt = await archive.getChangedAt();
  return answerConditionally(request, { body, contentType, changedAt, ...(link !== undefined && { link }) });
}

/** The same for an address whose last segment is a name and a format. */
export async function answerNamedFeed(
  request: Request,
  segment: string,
  toSubject: (name: string) => FeedSubject,
): Promise<Response> {
  const named = parseFeedName(segment);
  return named ? answerFeed(request, toSubject(named.name), named.format) : notFound();
}
