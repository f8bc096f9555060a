import type { Metadata } from 'next';
import { ListingView } from '../../../components/listing/listing-view.tsx';
import { PeriodNavigation, periodTitle } from '../../../components/listing/period-navigation.tsx';
import { archiveHref } from '../../../lib/addresses.ts';
import { getArchive } from '../../../lib/archive/index.ts';
import { listingMetadata } from '../../_lib/metadata.ts';
import { getListing, getSite } from '../../_lib/reads.ts';
import { parsePeriod, readSegments, redirectOrNotFound, redirectToPage, toPath } from '../../_lib/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { period, listing } = await read();
  if (!listing) return {};
  const title = period === undefined ? '归档' : `${periodTitle(period)}的消息`;
  return listingMetadata(await getSite(), listing, title, archiveHref(period, listing.page));
}

export default async function ArchivePage() {
  const { path, period, key, listing } = await read();
  if (!listing) return redirectOrNotFound(path);
  const parts = await getArchive().listPeriods(period);
  const title = period === undefined ? '归档' : periodTitle(period);
  const hrefOf = (page: number) => archiveHref(period, page);
  return (
    <ListingView site={await getSite()} title={title} listingKey={key} listing={listing} hrefOf={hrefOf}>
      <PeriodNavigation period={period} parts={parts} />
    </ListingView>
  );
}

async function read() {
  const segments = await readSegments(1);
  const asked = parsePeriod(segments);
  const period = asked?.period;
  const key = period === undefined ? ({ kind: 'latest' } as const) : ({ kind: 'period', period } as const);
  const listing = asked && (await getListing(key, asked.page));
  if (listing) await redirectToPage(archiveHref(period, listing.page));
  return { path: toPath(['archive', ...segments]), period, key, listing };
}
