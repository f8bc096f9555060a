import { getArchive } from '../../lib/archive/index.ts';
import { answerConditionally, makeNewsSitemap } from '../../lib/feeds/index.ts';
import { notFound } from './not-found-text.ts';

/**
 * The news sitemap.
 * @param now seconds since 1970: it is another one each day
 * @param name last segment of the address of a part
 */
export async function answerNewsSitemap(request: Request, now: number, name?: string): Promise<Response> {
  const part = name === undefined ? undefined : Number(/^([1-9]\d{0,5})\.xml$/.exec(name)?.[1] ?? 0);
  const sitemap = await makeNewsSitemap(getArchive(), now, part);
  return sitemap
    ? answerConditionally(request, { ...sitemap, contentType: 'application/xml; charset=utf-8' })
    : notFound();
}
