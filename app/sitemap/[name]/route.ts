import { getArchive } from '../../../lib/archive/index.ts';
import { answerConditionally, renderSitemapPart } from '../../../lib/feeds/index.ts';
import { notFound } from '../../_lib/not-found-text.ts';

export async function GET(request: Request, { params }: RouteContext<'/sitemap/[name]'>): Promise<Response> {
  const part = /^([1-9]\d{0,5})\.xml$/.exec((await params).name)?.[1];
  const archive = getArchive();
  const entries = part === undefined ? undefined : await archive.listSitemapEntries(Number(part));
  if (!entries) return notFound();
  return answerConditionally(request, {
    body: await renderSitemapPart(await archive.getSite(), entries),
    contentType: 'application/xml; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
}
