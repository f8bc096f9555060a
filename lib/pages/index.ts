/**
 * What each address of the portal shows: one function from an address and the archive to all that its page is made of. It knows
 * neither HTML nor Next.
 */
export { readYieldedFile } from './file.ts';
export { listingHref } from './listing.ts';
export { findMix, MAX_MIX_LENGTH, parseMix } from './mix.ts';
export type {
  FilePage,
  Frame,
  ListingPage,
  MixFormPage,
  Page,
  PageContent,
  PreviewNotice,
  SearchPage,
  StocksPage,
  WithdrawnPage,
} from './page.ts';
export { cardOf, readPicture } from './picture.ts';
export { makePreview } from './preview.ts';
export {
  isTaken,
  isWithdrawn,
  type PageRequest,
  readFrame,
  readNotFound,
  readPage,
  readServedFile,
} from './read-page.ts';
export { fieldsOf, orderOf, parseSearch } from './search.ts';
