import { relative, resolve } from 'node:path';
import type { NextConfig } from 'next';
import { securityHeaders } from './lib/front/headers.ts';
import { readSite } from './lib/site.ts';

const ROOT = import.meta.dirname;
const { DATA_DIR, FINEWS_BUNDLE_INDEX, VERCEL } = process.env;
/** True if the index is to be a part of the built application. */
const bundlesIndex = FINEWS_BUNDLE_INDEX === '1' || VERCEL !== undefined;
const dataDir = relative(ROOT, resolve(ROOT, DATA_DIR || '.data'));
if (bundlesIndex && dataDir.startsWith('..')) {
  throw new Error(
    `DATA_DIR: found ${DATA_DIR}, expected a folder of the project, since the index becomes a part of the built application`,
  );
}

/** `proxy.ts` takes it off. Not Next's own `basePath`, which would be a part of the build: one build serves every site. */
const { basePath } = readSite(process.env);
process.env.FINEWS_BASE_PATH = basePath;

/** The portal's own scripts, whose names contain a digest of their content. */
const OWN_SCRIPTS = `${basePath}/client/:name((?:finews|early)-\\w+\\.js)`;

const config: NextConfig = {
  poweredByHeader: false,
  // Permalinks may end in a slash. Pages without one redirect themselves.
  skipTrailingSlashRedirect: true,
  // Metadata in the head for every client: otherwise Next streams it into the body, where many crawlers do not look.
  htmlLimitedBots: /.*/,
  // `npm run check` checks the types.
  typescript: { ignoreBuildErrors: true },
  // Pages show images as they are.
  images: { unoptimized: true },
  turbopack: { root: ROOT },
  outputFileTracingRoot: ROOT,
  ...(FINEWS_BUNDLE_INDEX === '1' && { output: 'standalone' as const }),
  // `app/_lib/alone/file-response.ts` says what of it proxy.ts needs: the includes below are not for that.
  // Where the application travels without the content folder, it takes along what `_config.yml` says.
  env: { FINEWS_BUNDLE_DIR: bundlesIndex ? dataDir : '', ...(bundlesIndex && { FINEWS_BASE_PATH: basePath }) },
  // Next takes it off every address that begins so: it must be a folder of its own.
  ...(basePath !== '' && { assetPrefix: `${basePath}/_assets` }),
  ...(bundlesIndex && { outputFileTracingIncludes: { '/**': [`${dataDir}/current`, `${dataDir}/index-*.sqlite`] } }),
  outputFileTracingExcludes: {
    '/**': ['content/**', 'docs/**', 'tests/**', 'client/**', ...(bundlesIndex ? [] : ['.data/**'])],
    'next-server': ['node_modules/{sharp,@img}/**'],
  },
  headers: async () => [
    { source: '/:path*', headers: Object.entries(securityHeaders).map(([key, value]) => ({ key, value })) },
    { source: OWN_SCRIPTS, headers: [{ key: 'Cache-Control', value: 'public, max-age=31536000, immutable' }] },
  ],
};

export default config;
