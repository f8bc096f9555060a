import { once } from 'node:events';
import { log } from '../../lib/log.ts';
import { Figures } from '../serve/figures.ts';
import { keepIndexed } from '../serve/keep-indexed.ts';
import { listenForEnd } from '../serve/signals.ts';

/** `finews ingest`: brings the archive up to date and goes on watching the content folder, until SIGTERM or SIGINT; SIGHUP reads the settings again. */
export async function ingest(): Promise<void> {
  const stop = listenForEnd();
  let reload: (() => Promise<void>) | undefined;
  process.on('SIGHUP', () => void reload?.());
  let figures: Figures | undefined;
  const { site, close, ...kept } = await keepIndexed(({ changedAt }) => {
    if (changedAt !== undefined) figures?.observePublication(changedAt);
  }, stop);
  if (stop.aborted) return close();
  reload = kept.reload;
  const { contentDir, dataDir } = site;
  try {
    figures = site.metrics && (await Figures.serve(site.metrics, dataDir));
  } catch (error) {
    await close();
    throw error;
  }
  log({
    level: 'info',
    event: 'watching',
    message: `watching ${contentDir}`,
    fields: { contentDir },
    isOutput: true,
  });
  figures?.tell();
  if (!stop.aborted) await once(stop, 'abort');
  await Promise.all([close(), figures?.close()]);
}
