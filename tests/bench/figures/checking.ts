import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchArchive } from '../bench-archive.ts';
import { quantile, runMeasured } from '../measure.ts';
import type { Report } from '../report.ts';

const RUNS = 5;

/** `finews check`: of the whole content folder, and of one post, its start included. */
export async function benchChecking({ posts, contentDir, environment }: BenchArchive, report: Report): Promise<void> {
  const check = (...files: string[]) =>
    runMeasured(process.execPath, ['bin/finews.mjs', 'check', ...files], environment);
  const whole = await check();
  report.add(posts, 'check of everything', whole.seconds, 's', posts <= 100_000 ? { most: 30 } : undefined);
  report.add(posts, 'check of everything, memory', whole.megabytes, 'MB');
  const [file = ''] = globSync('_posts/**/*.md', { cwd: contentDir });
  const seconds: number[] = [];
  for (let run = 0; run < RUNS; run++) seconds.push((await check(join(contentDir, file))).seconds);
  report.add(posts, 'check of one post', quantile(seconds, 0.5), 's', posts <= 100_000 ? { most: 0.5 } : undefined);
}
