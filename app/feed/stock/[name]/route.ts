import { feedHref } from '../../../../lib/addresses.ts';
import { getArchive } from '../../../../lib/archive/index.ts';
import { parseFeedName } from '../../../../lib/feeds/index.ts';
import { answerFeed } from '../../../_lib/feed-answer.ts';
import { redirectToFeed } from '../../../_lib/feed-redirect.ts';
import { notFound } from '../../../_lib/not-found-text.ts';

/** The feed of a stock. Other forms of its identity lead there as they do to its page: `sh600519`, and `600519` where it is of one stock. */
export async function GET(request: Request, { params }: RouteContext<'/feed/stock/[name]'>): Promise<Response> {
  const named = parseFeedName((await params).name);
  if (!named) return notFound();
  const { name, format } = named;
  const id = (await getArchive().findStock(name)) ?? name;
  const subject = { kind: 'stock', name: id } as const;
  return id === name ? answerFeed(request, subject, format) : redirectToFeed(request, feedHref(subject, format));
}
