import { notFound, permanentRedirect } from 'next/navigation';
import { pathHref } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { readQuery } from '../../_lib/request.ts';

/** Redirects links of the source's mobile application, which name an article by its code. */
export default async function NewsSharePage({ searchParams }: PageProps<'/html_News/NewsShare.html'>) {
  const { infoCode } = readQuery(await searchParams);
  const url = infoCode && (await getArchive().getArticleUrlByCode(infoCode));
  if (!url) notFound();
  permanentRedirect(pathHref(url));
}
