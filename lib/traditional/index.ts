/** The portal in traditional characters: a page's HTML to the same page for readers of Taiwan, Hong Kong and Macau. */
export { HANT_PREFIX, hantHref, hasHantForm, withoutHant } from './addresses.ts';
export { convertPage } from './convert-page.ts';
export { toTraditional } from './to-traditional.ts';
