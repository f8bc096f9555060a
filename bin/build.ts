/** `npm run build`: reads, sanitizes and indexes the content, and builds the application. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openArchive } from '../lib/archive/index.ts';
import { sealArchive } from '../lib/archive/open-store.ts';
import { copyNameOf, openContentFile } from '../lib/content-files/index.ts';
import { readSite, type Site } from '../lib/site.ts';
import { build } from './application.ts';
import { reportFailure } from './commands/report-failure.ts';
import { indexForBuild } from './index-content.ts';

try {
  const site = readSite(process.env);
  await indexForBuild(site);
  // The index and the files that it names travel with the application, to a file system that may be read-only.
  if (process.env.VERCEL !== undefined || process.env.FINEWS_BUNDLE_INDEX === '1') {
    if (site.databaseUrl === undefined) sealArchive(site.dataDir);
    await copyStaticFiles(site);
  }
  await build();
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}

/** Copies the files that the index names, and nothing else of the content folder, to `files` in the data folder. */
async function copyStaticFiles({ contentDir, dataDir, databaseUrl }: Site): Promise<void> {
  const target = join(dataDir, 'files');
  await rm(target, { recursive: true, force: true });
  await mkdir(target);
  const archive = openArchive({ dataDir, databaseUrl });
  for (const { path } of await archive.listStaticFiles()) {
    const file = await openContentFile(contentDir, path);
    if (file) await pipeline(file.handle.createReadStream(), createWriteStream(join(target, copyNameOf(path))));
  }
  archive.close();
}
