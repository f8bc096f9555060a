import type { Listing, ListingKey } from '../../lib/archive/index.ts';
import { listingName } from './listing-name.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Shows its link when articles have arrived: `client/new-articles.ts`. */
      'new-articles': HTMLAttributes<HTMLElement> & { 'data-listing': string; 'data-after': number };
    }
  }
}

interface Props {
  listingKey: ListingKey;
  listing: Listing;
  /** Address of the page. */
  href: string;
}

/** A notice on the first page of a listing, out of its flow: `3 条新消息`, with a link that reloads the page. */
export function NewArticles({ listingKey, listing, href }: Props) {
  if (listing.newestNumber === undefined) return null;
  return (
    <new-articles data-listing={listingName(listingKey)} data-after={listing.newestNumber} role="status">
      <a
        href={href}
        hidden
        className="fixed inset-x-0 top-2 z-1 mx-auto w-fit border border-accent bg-paper px-5 py-2 font-bold text-accent print:hidden"
      >
        <span data-count /> 条新消息
      </a>
    </new-articles>
  );
}
