import { Presets, SingleBar } from 'cli-progress';
import { isJsonLog, log } from '../lib/log.ts';

/** Least time between two lines of progress off a terminal, in milliseconds. */
const LINE_INTERVAL = 5_000;

/** Shows how far long work has come, on standard error. */
export interface Progress {
  /** @param total 0 while it is not known */
  update(done: number, total: number): void;
  /** Ends the display. */
  stop(): void;
}

/** A bar with count, rate and time left on a terminal; plain lines, one every few seconds, elsewhere. */
export function startProgress(label: string, unit: string): Progress {
  return process.stderr.isTTY && !isJsonLog() ? startBar(label, unit) : startLines(label, unit);
}

function startBar(label: string, unit: string): Progress {
  const started = performance.now();
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} ${unit} · {rate}/s · {eta_formatted} left`,
      stream: process.stderr,
      hideCursor: true,
      etaBuffer: 500,
    },
    Presets.shades_classic,
  );
  let isStarted = false;
  return {
    update(done, total) {
      if (total === 0) return;
      if (!isStarted) bar.start(total, 0, { rate: 0 });
      isStarted = true;
      bar.setTotal(total);
      bar.update(done, { rate: Math.round((done * 1000) / (performance.now() - started)) });
    },
    stop() {
      if (isStarted) bar.stop();
    },
  };
}

function startLines(label: string, unit: string): Progress {
  const started = performance.now();
  let last = started;
  return {
    update(done, total) {
      const now = performance.now();
      if (total === 0 || now - last < LINE_INTERVAL) return;
      last = now;
      const rate = (done * 1000) / (now - started);
      const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : '';
      const message = `${label}: ${done}/${total} ${unit}, ${Math.round(rate)}/s, ${left}`;
      log({ level: 'info', event: 'progress', message, text: message, fields: { done, total, unit, rate } });
    },
    stop() {},
  };
}
