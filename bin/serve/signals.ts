/** What a reload cannot change, said by name. */
export const RESTART =
  'PORT, HOST, CONTENT_DIR, DATA_DIR, DATABASE_URL, SITE_URL and other variables of the environment need a restart';

/** A supervisor may signal a process and its parent, which passes the signal on: within so many milliseconds that is one signal. */
const SAME_SIGNAL = 1_000;
/** Exit status of a process that SIGTERM ends, as shells have it. */
const TERMINATED = 128 + 15;

/** @returns what SIGTERM and SIGINT abort; a second SIGTERM ends the process at once */
export function listenForEnd(): AbortSignal {
  const stop = new AbortController();
  let first: number | undefined;
  process.on('SIGTERM', () => {
    const now = performance.now();
    first ??= now;
    // Children end when their parent does.
    if (now - first > SAME_SIGNAL) process.exit(TERMINATED);
    stop.abort();
  });
  process.once('SIGINT', () => stop.abort());
  return stop.signal;
}
