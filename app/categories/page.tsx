import type { Metadata } from 'next';
import { CategoryIndex } from '../../components/category-index.tsx';
import { getArchive } from '../../lib/archive/index.ts';
import { pageMetadata } from '../metadata.ts';
import { getSite } from '../reads.ts';
import { dropTrailingSlash } from '../request.ts';

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
  await dropTrailingSlash('/categories');
  return <CategoryIndex categories={await getArchive().listCategories()} />;
}
