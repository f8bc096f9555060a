/**
 * What each address of the portal shows: one function from an address and the archive to all that its page is made of. It knows
 * neither HTML nor Next.
 */
export { listingHref } from './listing.ts';
export type {
  Frame,
  ListingPage,
  PageContent,
  SearchPage,
} from './page.ts';
export { type PageRequest, readFrame, readPage } from './read-page.ts';
export { fieldsOf, orderOf, parseSearch } from './search.ts';
export { formatState, parseState } from './state.ts';
