import type { Metadata } from 'next';
import { CategoryIndex } from '../../components/listing/category-index.tsx';
import { getArchive } from '../../lib/archive/index.ts';
import { pageMetadata } from '../_lib/metadata.ts';
import { getSite } from '../_lib/reads.ts';
import { redirectToPage } from '../_lib/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const site = await getSite();
  return pageMetadata({
    site,
    title: '全部来源',
    description: `${site.title}的全部来源，按拼音排列。`,
    href: '/categories',
  });
}

export default async function CategoriesPage() {
  await redirectToPage('/categories');
  return <CategoryIndex categories={await getArchive().listCategories()} />;
}
