import { resolve } from 'node:path';
import { pathInContent, previewHref, readDraft } from '../../lib/ingest/preview/index.ts';
import type { Site } from '../../lib/site.ts';
import { CommandError } from './command-error.ts';
import { formatProblem, toShownPath } from './problem-formats.ts';

/**
 * `finews preview`: prints a signed address that shows a file before it is published.
 * @param hours how long the address is good for
 * @throws {CommandError} where PREVIEW_SECRET is not set, or the file is not of the content folder or cannot be published
 */
export function runPreview(site: Site, file: string, hours: number): void {
  const { previewSecret } = site;
  if (previewSecret === undefined) {
    throw new CommandError('PREVIEW_SECRET is not set: give this command and the server the same random text');
  }
  const path = pathInContent(site, resolve(file));
  const now = Math.floor(Date.now() / 1000);
  const reading = path === undefined ? undefined : readDraft(site, path, now);
  if (path === undefined || !reading)
    throw new CommandError(`${file}: no file of the content folder ${site.contentDir}`);
  if ('problem' in reading) {
    throw new CommandError(
      `this file has no page yet:\n${formatProblem({ ...reading.problem, path: toShownPath(site.contentDir, path) }, process.stderr)}`,
    );
  }
  console.log(site.url + site.basePath + previewHref(previewSecret, path, now + hours * 3600));
}
