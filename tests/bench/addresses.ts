import { pathHref } from '../../lib/addresses.ts';
import { ArchiveReader } from '../../lib/archive/reader.ts';

/** Addresses of articles, `count` at most, evenly over the archive's first 50,000. */
export async function listArticleAddresses(dataDir: string, count: number): Promise<string[]> {
  const archive = new ArchiveReader(dataDir);
  const entries = (await archive.listSitemapEntries(1)) ?? [];
  archive.close();
  const step = Math.max(1, Math.floor(entries.length / count));
  return entries
    .filter((_, i) => i % step === 0)
    .slice(0, count)
    .map(({ url }) => pathHref(url));
}
