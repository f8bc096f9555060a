/** `npm run build`: reads, sanitizes and indexes the content, and builds the application. */
import { ArchiveError } from '../lib/archive/index.ts';
import { sealArchive } from '../lib/archive/open-store.ts';
import { readSite, SiteError } from '../lib/site.ts';
import { build } from './application.ts';
import { indexContent, printUpdate } from './index-content.ts';

try {
  const site = readSite(process.env);
  const report = await indexContent(site);
  printUpdate(report);
  // The index travels with the application, to a file system that may be read-only.
  if (process.env.VERCEL !== undefined || process.env.FINEWS_BUNDLE_INDEX === '1') sealArchive(site.dataDir);
  await build();
} catch (error) {
  const isExpected = error instanceof SiteError || error instanceof ArchiveError;
  console.error(isExpected ? `finews: ${error.message}` : error);
  process.exitCode = 1;
}
