import { escapePath, pathHref } from '../../../addresses.ts';
import { withBase, withoutBase } from '../../../base-path.ts';
import { listSources, type ShownFile } from '../../../pictures/index.ts';
import { addressMark } from '../../marks.ts';
import type { StaticFile } from '../../types.ts';
import type { Row } from '../database.ts';
import { allIn } from '../many-rows.ts';
import { type PictureColumns, toPicture } from '../picture-columns.ts';
import type { Snapshot } from '../snapshot.ts';

const COLUMNS = 'SELECT path, url, digest, width, height, is_scalable FROM files';

/** @see Archive.getStaticFile */
export async function getStaticFile(index: Snapshot, url: string): Promise<StaticFile | undefined> {
  index.note(addressMark(url));
  const query = `${COLUMNS} WHERE url = ? AND outcome = 'static' ORDER BY path LIMIT 1`;
  const row = await index.get(query, url);
  return row && toStaticFile(row);
}

/** @see Archive.listStaticFiles */
export async function listStaticFiles(index: Snapshot): Promise<StaticFile[]> {
  const rows = await index.all(`${COLUMNS} WHERE url IS NOT NULL AND outcome = 'static'`);
  return rows.map(toStaticFile);
}

const toStaticFile = ({ path, digest, ...picture }: Row): StaticFile => ({
  path: String(path),
  version: String(digest)
    .replace(/[^a-z\d]/gi, '')
    .slice(0, 12),
  ...toPicture(picture as unknown as PictureColumns),
});

/** Where an address that content names leads within the portal, decoded; `undefined` for another host and for an address with a query. */
type Resolve = (written: string) => string | undefined;

/** @param url decoded path of the article or page; of none for an address that is resolved already */
function resolverOf(url = '/'): Resolve {
  // Any host: that it is still this one shows that the address names none.
  const here = `https://portal.invalid${withBase(escapePath(url))}`;
  return (written) => {
    const target = URL.parse(written.replaceAll('&amp;', '&'), here);
    if (target?.host !== 'portal.invalid' || target.search !== '' || target.hash !== '') return undefined;
    try {
      return decodeURIComponent(withoutBase(target.pathname) ?? '') || undefined;
    } catch {
      return undefined;
    }
  };
}

/**
 * The files of the content folder among these addresses, in one round trip, by the addresses as they are written.
 * @param url decoded path of what names them
 */
async function findFiles(
  index: Snapshot,
  written: readonly string[],
  url?: string,
): Promise<Record<string, ShownFile>> {
  const resolve = resolverOf(url);
  const paths = new Map(written.map((address) => [address, resolve(address)]));
  const wanted = [...new Set(paths.values())].filter((path) => path !== undefined);
  const files = new Map<string, StaticFile>();
  for (const path of wanted) index.note(addressMark(path));
  const rows = await allIn(index, `${COLUMNS} WHERE url IN`, wanted, "AND outcome = 'static'");
  // Of two files with one address the first by path has it.
  for (const row of rows.sort((a, b) => (String(a.path) < String(b.path) ? 1 : -1))) {
    files.set(String(row.url), toStaticFile(row));
  }
  const found: Record<string, ShownFile> = {};
  for (const [address, path = ''] of paths) {
    const file = files.get(path);
    if (file) found[address] = toShown(file, path);
  }
  return found;
}

const toShown = ({ version, picture }: StaticFile, path: string): ShownFile => ({
  href: pathHref(path),
  version,
  ...(picture && { picture }),
});

/** Files of the content folder that a body shows, by their addresses as it has them. @param url decoded path of its article or page */
export const findPictures = (index: Snapshot, html: string, url: string): Promise<Record<string, ShownFile>> =>
  findFiles(index, listSources(html), url);

/** Pictures of the content folder among the pictures of articles, in one round trip. @param images as the table `articles` has them */
export async function findLeads(index: Snapshot, images: readonly unknown[]): Promise<ReadonlyMap<string, ShownFile>> {
  const own = images.filter((image): image is string => typeof image === 'string' && image.startsWith('/'));
  return own.length === 0 ? new Map() : new Map(Object.entries(await findFiles(index, own)));
}
