import type { FeedFormat, FeedSubject } from '../../lib/addresses.ts';
import { getArchive } from '../../lib/archive/index.ts';
import {
  answerConditionally,
  parseFeedName,
  readFeed,
  renderAtomFeed,
  renderJsonFeed,
  renderRssFeed,
} from '../../lib/feeds/index.ts';
import { notFound } from './not-found-text.ts';

const FORMATS = {
  xml: { render: renderAtomFeed, contentType: 'application/atom+xml; charset=utf-8' },
  rss: { render: renderRssFeed, contentType: 'application/rss+xml; charset=utf-8' },
  json: { render: renderJsonFeed, contentType: 'application/feed+json; charset=utf-8' },
} as const;

/** A document of a feed; `archive` in the query asks for one of older articles. */
export async function answerFeed(request: Request, subject: FeedSubject, format: FeedFormat): Promise<Response> {
  const archive = getArchive();
  const feed = await readFeed(archive, subject, new URL(request.url).searchParams.get('archive'));
  if (!feed) return notFound();
  const { render, contentType } = FORMATS[format];
  return answerConditionally(request, { body: render(feed), contentType, changedAt: await archive.getChangedAt() });
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
