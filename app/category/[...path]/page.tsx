import type { Metadata } from 'next';
import { ListingView } from '../../../components/listing/listing-view.tsx';
import { categoryHref } from '../../../lib/addresses.ts';
import { listingMetadata } from '../../_lib/metadata.ts';
import { getListing, getSite } from '../../_lib/reads.ts';
import { parseCategory, readSegments, redirectOrNotFound, redirectToPage, toPath } from '../../_lib/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { category, listing } = await read();
  if (!category || !listing) return {};
  const { name, title } = category;
  return listingMetadata(await getSite(), listing, title, categoryHref(name, listing.page), category);
}

export default async function CategoryPage() {
  const { path, category, listing } = await read();
  if (!category || !listing) return redirectOrNotFound(path);
  const hrefOf = (page: number) => categoryHref(category.name, page);
  return (
    <ListingView
      site={await getSite()}
      title={category.title}
      listingKey={{ kind: 'category', name: category.name }}
      listing={listing}
      hrefOf={hrefOf}
      showsCategory={false}
    />
  );
}

async function read() {
  const segments = await readSegments(1);
  const asked = parseCategory(segments);
  const listing = asked && (await getListing({ kind: 'category', name: asked.name }, asked.page));
  if (asked && listing) await redirectToPage(categoryHref(asked.name, asked.page));
  const category = asked && listing && { name: asked.name, title: listing.title };
  return { path: toPath(['category', ...segments]), category, listing };
}
