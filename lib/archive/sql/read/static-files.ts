import { withoutBase } from '../../../base-path.ts';
import { addressMark } from '../../marks.ts';
import type { StaticFile } from '../../types.ts';
import type { Row } from '../database.ts';
import type { Snapshot } from '../snapshot.ts';

/** @see Archive.getStaticFile */
export async function getStaticFile(index: Snapshot, url: string): Promise<StaticFile | undefined> {
  index.note(addressMark(url));
  const query = "SELECT path, digest FROM files WHERE url = ? AND outcome = 'static' ORDER BY path LIMIT 1";
  const row = await index.get(query, url);
  return row && toStaticFile(row);
}

/** @see Archive.listStaticFiles */
export async function listStaticFiles(index: Snapshot): Promise<StaticFile[]> {
  const rows = await index.all("SELECT path, digest FROM files WHERE url IS NOT NULL AND outcome = 'static'");
  return rows.map(toStaticFile);
}

const toStaticFile = ({ path, digest }: Row): StaticFile => ({
  path: String(path),
  version: String(digest)
    .replace(/[^a-z\d]/gi, '')
    .slice(0, 12),
});

/** In sanitized HTML `<` begins a tag and nothing else, and values stand between double quotes. */
const OWN_PICTURE = /(?<=<img\b[^>]*? src=")\/(?!\/)[^"?#&]+(?=")/g;

/** HTML of an article in which pictures of the content folder are asked for by version, so that browsers may keep them. */
export async function withVersions(index: Snapshot, html: string): Promise<string> {
  if (!html.includes(' src="/')) return html;
  const versions = new Map<string, string | undefined>();
  for (const [src] of html.matchAll(OWN_PICTURE)) {
    if (!versions.has(src)) versions.set(src, (await getStaticFile(index, decode(withoutBase(src) ?? '')))?.version);
  }
  return html.replace(OWN_PICTURE, (src) => {
    const version = versions.get(src);
    return version === undefined ? src : `${src}?v=${version}`;
  });
}

/** An address with a wrong percent escape leads nowhere, and stays as it is. */
function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
