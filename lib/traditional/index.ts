/** Pages in traditional characters: converts a page's HTML, and knows the addresses of both forms. */
export { hasTraditionalForm, isTraditionalPath, simplifiedHref, traditionalHref } from './addresses.ts';
export { convertPage } from './convert-page.ts';
export { toTraditional } from './to-traditional.ts';
