import { once } from 'node:events';
import { keepIndexed } from '../serve/keep-indexed.ts';

/** `finews ingest`: brings the archive up to date and goes on watching the content folder, until SIGTERM or SIGINT. */
export async function ingest(): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const { contentDir, close } = await keepIndexed();
  console.log(`finews: watching ${contentDir}`);
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  await close();
}
