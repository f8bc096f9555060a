import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchArchive } from '../bench-archive.ts';
import { runMeasured } from '../measure.ts';
import type { Report } from '../report.ts';

/** `finews index`: from nothing, and where nothing has changed. */
export async function benchIndexing({ posts, indexDir, environment }: BenchArchive, report: Report): Promise<void> {
  const index = (...options: string[]) =>
    runMeasured(process.execPath, ['bin/finews.mjs', 'index', ...options], environment);
  const isMillion = posts >= 1_000_000;
  const full = await index('--full');
  report.add(posts, 'index from nothing', full.seconds, 's', { most: isMillion ? 720 : 60 });
  report.add(posts, 'index from nothing, memory', full.megabytes, 'MB', { most: isMillion ? 1_536 : 1_024 });
  const again = await index();
  report.add(posts, 'index, nothing changed', again.seconds, 's', posts <= 100_000 ? { most: 3 } : undefined);
  const files = readdirSync(indexDir, { recursive: true, encoding: 'utf8' }).map((file) =>
    statSync(join(indexDir, file)),
  );
  report.add(
    posts,
    'size of the index',
    files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0) / 2 ** 20,
    'MB',
  );
}
