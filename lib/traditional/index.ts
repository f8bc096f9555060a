/** Pages in traditional characters: made from the simplified pages, at addresses of their own. */
export { hasTraditionalForm, isTraditionalPath } from './addresses.ts';
export { convertPage } from './convert-page.ts';
export { makeTraditional } from './make-traditional.ts';
export { toTraditional } from './to-traditional.ts';
