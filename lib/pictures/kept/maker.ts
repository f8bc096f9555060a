/**
 * Makes pictures in a process of its own, one after the other, and ends with its parent. What it reads is hostile: it may take only the
 * types that are scaled, and may be ended at any time.
 */
import sharp from 'sharp';
import { drawCard } from './draw-card.ts';
import type { Job, Outcome } from './job.ts';
import { scale } from './scale.ts';

// A cache of what is read once would only take memory; one thread leaves the other cores to pages.
sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif'].map((type) => `VipsForeignLoad${type}Buffer`),
});

async function make(job: Job): Promise<Outcome> {
  try {
    await (job.kind === 'card' ? drawCard(job) : scale(job));
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (job) => void make(job as Job).then((outcome) => process.send?.(outcome)));
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => process.exit());
// Ctrl+C and the end of a terminal signal the whole process group; its parent ends it.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
