import { once } from 'node:events';
import { watchContent } from '../../lib/ingest/index.ts';
import { readSite } from '../../lib/site.ts';
import { indexFirst, reportMessage, reportUpdate } from '../index-content.ts';

/** `finews ingest`: brings the archive up to date and goes on watching the content folder, until SIGTERM or SIGINT. */
export async function ingest(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const site = readSite(process.env);
  const first = await indexFirst(site);
  const watch = await watchContent(
    { readSite: () => readSite(process.env), onUpdate: reportUpdate, onMessage: reportMessage },
    first,
  );
  console.log(`finews: watching ${site.contentDir}`);
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  await watch.close();
}
