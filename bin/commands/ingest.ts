import { once } from 'node:events';
import { log } from '../../lib/log.ts';
import { keepIndexed } from '../serve/keep-indexed.ts';
import { listenForEnd } from '../serve/signals.ts';

/** `finews ingest`: brings the archive up to date and goes on watching the content folder, until SIGTERM or SIGINT; SIGHUP reads the settings again. */
export async function ingest(): Promise<void> {
  const stop = listenForEnd();
  let reload: (() => Promise<void>) | undefined;
  process.on('SIGHUP', () => void reload?.());
  const { contentDir, close, ...kept } = await keepIndexed();
  reload = kept.reload;
  log({
    level: 'info',
    event: 'watching',
    message: `watching ${contentDir}`,
    fields: { contentDir },
    isOutput: true,
  });
  if (!stop.aborted) await once(stop, 'abort');
  await close();
}
