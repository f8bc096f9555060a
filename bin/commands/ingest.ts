import { readSite } from '../../lib/site.ts';
import { keepUpToDate } from '../ingest/keep-up-to-date.ts';

/** `finews ingest`: brings the archive up to date and goes on watching the content folder, until SIGTERM or SIGINT. */
export async function ingest(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const { contentDir } = readSite(process.env);
  await keepUpToDate(stop.signal, () => console.log(`finews: watching ${contentDir}`));
}
