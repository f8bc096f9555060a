/**
 * Pictures of the content folder on pages: their sizes, their addresses, and the markup that shows them. What is made of them is kept by
 * `kept/`. A scaled picture has one of a few widths, and is WebP; the file itself is the fallback.
 */
export { CARD_SIZE, type Card, cardHref, digestOfCard, parseCardAddress } from './card.ts';
export type { PictureOrder } from './order.ts';
export {
  listThumbnailWidths,
  listWidths,
  type Picture,
  parseScaledAddress,
  type ScaledAddress,
  type ShownFile,
  scaledHref,
  THUMBNAIL_WIDTH,
  versionedHref,
} from './picture.ts';
export { listSources, showPictures } from './show-pictures.ts';
