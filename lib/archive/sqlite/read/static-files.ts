import { addressMark } from '../../marks.ts';
import type { StaticFile } from '../../types.ts';
import type { Connection } from '../connection.ts';

/** @see Archive.getStaticFile */
export function getStaticFile(index: Connection, url: string): StaticFile | undefined {
  index.note(addressMark(url));
  const row = index
    .sql("SELECT path, digest FROM files WHERE url = ? AND outcome = 'static' ORDER BY path LIMIT 1")
    .get(url);
  return row && toStaticFile(row);
}

/** @see Archive.listStaticFiles */
export function listStaticFiles(index: Connection): StaticFile[] {
  const rows = index.sql("SELECT path, digest FROM files WHERE url IS NOT NULL AND outcome = 'static'").all();
  return rows.map(toStaticFile);
}

const toStaticFile = ({ path, digest }: Record<string, unknown>): StaticFile => ({
  path: String(path),
  version: String(digest)
    .replace(/[^a-z\d]/gi, '')
    .slice(0, 12),
});

/** In sanitized HTML `<` begins a tag and nothing else, and values stand between double quotes. */
const OWN_PICTURE = /(?<=<img\b[^>]*? src=")\/(?!\/)[^"?#&]+(?=")/g;

/** HTML of an article in which pictures of the content folder are asked for by version, so that browsers may keep them. */
export function withVersions(index: Connection, html: string): string {
  if (!html.includes(' src="/')) return html;
  return html.replace(OWN_PICTURE, (src) => {
    const version = getStaticFile(index, decode(src))?.version;
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
