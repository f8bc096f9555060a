import type { Metadata } from 'next';
import { ListingView } from '../../../components/listing/listing-view.tsx';
import { tagHref } from '../../../lib/addresses.ts';
import { listingMetadata } from '../../_lib/metadata.ts';
import { getListing, getSite } from '../../_lib/reads.ts';
import { parseTag, readSegments, redirectOrNotFound, redirectToPage, toPath } from '../../_lib/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { name, listing } = await read();
  if (!listing) return {};
  return listingMetadata(await getSite(), listing, `标签：${listing.title}`, tagHref(name, listing.page));
}

export default async function TagPage() {
  const { path, name, listing } = await read();
  if (!listing) return redirectOrNotFound(path);
  const hrefOf = (page: number) => tagHref(name, page);
  return (
    <ListingView
      site={await getSite()}
      kicker="标签"
      title={listing.title}
      listingKey={{ kind: 'tag', name }}
      listing={listing}
      hrefOf={hrefOf}
    />
  );
}

async function read() {
  const segments = await readSegments(1);
  const asked = parseTag(segments);
  const listing = asked && (await getListing({ kind: 'tag', name: asked.name }, asked.page));
  if (asked && listing) await redirectToPage(tagHref(asked.name, asked.page));
  return { path: toPath(['tag', ...segments]), name: asked?.name ?? '', listing };
}
