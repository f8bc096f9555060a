import { relative, resolve } from 'node:path';
import type { NextConfig } from 'next';
import { securityHeaders } from './lib/front/headers.ts';

const ROOT = import.meta.dirname;
const { DATA_DIR, FINEWS_BUNDLE_INDEX, FINEWS_FRONT, VERCEL } = process.env;
/** The index travels with the application where nothing else brings it there. */
const bundlesIndex = FINEWS_BUNDLE_INDEX === '1' || VERCEL !== undefined;
const dataDir = relative(ROOT, resolve(ROOT, DATA_DIR || '.data'));
if (bundlesIndex && dataDir.startsWith('..')) {
  throw new Error(`DATA_DIR: found ${DATA_DIR}, expected a folder of the project, since the index travels with it`);
}

/** A CDN answers at once from what it has and fetches the page anew behind the reader's back. */
const PAGE_CACHE_CONTROL = 'public, max-age=0, s-maxage=1, stale-while-revalidate=300';
/** Everything but built files and the route handlers: a header set here would win over theirs. */
const PAGES =
  '/((?!_next/static/|(?:healthz|readyz|robots\\.txt|speculation-rules\\.json|feed\\.xml|sitemap\\.xml|opensearch\\.xml|favicon\\.ico|icon\\.svg|apple-touch-icon\\.png|client/[\\w-]+\\.js|api/arrivals|api/qr)$|feed/|sitemap/).*)';
/** The portal's own scripts: their names carry a digest of their content. */
const OWN_SCRIPTS = '/client/:name((?:finews|early)-\\w+\\.js)';

const config: NextConfig = {
  poweredByHeader: false,
  // The front compresses each page once and keeps it.
  compress: FINEWS_FRONT !== '1',
  // Permalinks may end in a slash; pages send everyone else on.
  skipTrailingSlashRedirect: true,
  // Otherwise metadata comes after the body, where many crawlers do not look.
  htmlLimitedBots: /.*/,
  // `npm run check` looks at the types.
  typescript: { ignoreBuildErrors: true },
  // No page asks for a resized image.
  images: { unoptimized: true },
  turbopack: { root: ROOT },
  outputFileTracingRoot: ROOT,
  ...(FINEWS_BUNDLE_INDEX === '1' && { output: 'standalone' as const }),
  ...(bundlesIndex && { outputFileTracingIncludes: { '/**': [`${dataDir}/current`, `${dataDir}/index-*.sqlite`] } }),
  outputFileTracingExcludes: {
    '/**': ['content/**', 'docs/**', 'tests/**', 'client/**', ...(bundlesIndex ? [] : ['.data/**'])],
    'next-server': ['node_modules/{sharp,@img}/**'],
  },
  headers: async () => [
    { source: '/:path*', headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })) },
    {
      source: PAGES,
      headers: [
        { key: 'Cache-Control', value: PAGE_CACHE_CONTROL },
        // Structured as RFC 9651 has it: a string.
        { key: 'Speculation-Rules', value: '"/speculation-rules.json"' },
      ],
    },
    { source: OWN_SCRIPTS, headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }] },
  ],
};

export default config;
