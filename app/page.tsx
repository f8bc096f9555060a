import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Home } from '../components/listing/home.tsx';
import { getArchive } from '../lib/archive/index.ts';
import { pageMetadata } from './_lib/metadata.ts';
import { getListing, getSite } from './_lib/reads.ts';

const CATEGORIES = 12;
const ARTICLES_EACH = 5;

export async function generateMetadata(): Promise<Metadata> {
  const site = await getSite();
  return pageMetadata({ site, description: `${site.title}：最新消息，按来源与日期归档。`, href: '/' });
}

export default async function HomePage() {
  const [site, latest, categories] = await Promise.all([
    getSite(),
    getListing({ kind: 'latest' }, 1),
    getArchive().listActiveCategories(CATEGORIES, ARTICLES_EACH),
  ]);
  if (!latest) notFound();
  return <Home site={site} latest={latest} categories={categories} now={Date.now() / 1000} />;
}
