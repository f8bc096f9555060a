import type { Metadata } from 'next';
import { Article } from '../../components/article/article.tsx';
import { getArchive } from '../../lib/archive/index.ts';
import { articleJsonLd, articleMetadata } from '../_lib/metadata.ts';
import { getArticle, getSite } from '../_lib/reads.ts';
import { readSegments, redirectOrNotFound, toPath } from '../_lib/request.ts';

const COPIES = 10;
const RELATED = 6;

export async function generateMetadata(): Promise<Metadata> {
  const article = await getArticle(toPath(await readSegments(0)));
  return article ? articleMetadata(await getSite(), article) : {};
}

export default async function ArticlePage() {
  const path = toPath(await readSegments(0));
  const article = await getArticle(path);
  if (!article) return redirectOrNotFound(path);
  const site = await getSite();
  const surroundings = await getArchive().getSurroundings(article.url, { copies: COPIES, related: RELATED });
  return <Article site={site} article={article} surroundings={surroundings} jsonLd={articleJsonLd(site, article)} />;
}
