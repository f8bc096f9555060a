import { OWN_ADDRESSES } from '../../lib/addresses.ts';
import { withBase } from '../../lib/base-path.ts';
import { traditionalHref } from '../../lib/traditional/addresses.ts';

/** Says the base of this process, never that of the build. */
export const dynamic = 'force-dynamic';

/** Addresses that are not prerendered: files, documents, and pages that depend on a query. In URL patterns `*` is any text. */
const LEFT_OUT = OWN_ADDRESSES.filter(({ kind, parameters }) => kind !== 'page' || parameters)
  .map(({ path, isFolder }) => withBase(path + (isFolder ? '/*' : '')))
  .flatMap((path) => [path, traditionalHref(path)])
  .concat(['/*.xml', '/*.txt', '/*.json'].map(withBase));

/** Speculation rules (WICG): a browser prerenders a page when the reader rests on its link or touches it, not when it is in view. */
const RULES = JSON.stringify({
  prerender: [
    {
      where: {
        and: [
          { href_matches: withBase('/*') },
          { not: { href_matches: LEFT_OUT } },
          { not: { selector_matches: '[rel~="external"], [download]' } },
        ],
      },
      eagerness: 'moderate',
    },
  ],
});

export function GET(): Response {
  return new Response(RULES, {
    headers: { 'Content-Type': 'application/speculationrules+json', 'Cache-Control': 'public, max-age=86400' },
  });
}
