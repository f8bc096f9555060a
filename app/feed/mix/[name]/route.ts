import { FEED_FORMATS, feedHref, mixFeedsHref } from '../../../../lib/addresses.ts';
import { getArchive } from '../../../../lib/archive/index.ts';
import { answerConditionally, renderOpml } from '../../../../lib/feeds/index.ts';
import { findMix, parseMix } from '../../../../lib/pages/index.ts';
import { answerFeed } from '../../../_lib/feed-answer.ts';
import { redirectToFeed } from '../../../_lib/feed-redirect.ts';
import { notFound } from '../../../_lib/not-found-text.ts';

/** The feed of a mix; with the ending `opml`, the feeds of its categories. Other forms of the names lead to the canonical one. */
export async function GET(request: Request, { params }: RouteContext<'/feed/mix/[name]'>): Promise<Response> {
  const { name } = await params;
  const ending = name.slice(name.lastIndexOf('.') + 1);
  const format = FEED_FORMATS.find((each) => each === ending);
  if (!format && ending !== 'opml') return notFound();
  const archive = getArchive();
  const mix = await findMix(archive, parseMix(name.slice(0, -ending.length - 1)));
  if (!mix) return notFound();
  const subject = { kind: 'mix', names: mix.names } as const;
  const canonical = format ? feedHref(subject, format) : mixFeedsHref(mix.names);
  if (decodeURIComponent(canonical.slice(canonical.lastIndexOf('/') + 1)) !== name) {
    return redirectToFeed(request, canonical);
  }
  if (format) return answerFeed(request, subject, format);
  return answerConditionally(request, {
    body: renderOpml(await archive.getSite(), mix.categories, false),
    contentType: 'text/x-opml; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
}
