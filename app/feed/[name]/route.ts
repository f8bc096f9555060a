import { categoryHref, feedHref } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { answerConditionally, FEED_LENGTH, renderAtomFeed } from '../../../lib/feeds/index.ts';
import { notFound } from '../../_lib/not-found-text.ts';

export async function GET(request: Request, { params }: RouteContext<'/feed/[name]'>): Promise<Response> {
  const file = (await params).name;
  if (!file.endsWith('.xml')) return notFound();
  const name = file.slice(0, -'.xml'.length);
  const archive = getArchive();
  const articles = await archive.listFeedArticles({ kind: 'category', name }, FEED_LENGTH);
  const listing = await archive.listArticles({ kind: 'category', name }, 1);
  if (!articles || !listing) return notFound();
  const site = await archive.getSite();
  return answerConditionally(request, {
    body: renderAtomFeed({
      site,
      title: `${listing.title} - ${site.title}`,
      selfHref: feedHref(name),
      alternateHref: categoryHref(name),
      articles,
    }),
    contentType: 'application/atom+xml; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
}
