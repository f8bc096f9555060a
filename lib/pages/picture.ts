import { decodePath, pathHref } from '../addresses.ts';
import type { Archive, ArticleView, SiteIdentity } from '../archive/index.ts';
import { withBase, withoutBase } from '../base-path.ts';
import { toZoned } from '../calendar.ts';
import {
  type Card,
  cardHref,
  digestOfCard,
  listThumbnailWidths,
  listWidths,
  type PictureOrder,
  parseCardAddress,
  parseScaledAddress,
  type ScaledAddress,
  scaledHref,
  versionedHref,
} from '../pictures/index.ts';

/** A picture that is made for an address. */
export interface PicturePage {
  kind: 'picture';
  order: PictureOrder;
  /** Address of what stands for it where it cannot be made. */
  fallback: string;
}

/** The address of a picture in an earlier version. */
export interface EarlierPicture {
  kind: 'earlier';
  /** Of the present version; ready for `Location`. */
  location: string;
}

/** Sides below this, in pixels, are too short for who shows a link with its picture. */
const SHORTEST_SIDE = 200;
/** Drawings are shown by none of them. */
const DRAWING = /\.svg(?:[?#]|$)/i;

/** Stands for a card where none can be made. */
const ICON = '/apple-touch-icon.png';

/**
 * The card of an article that has no picture which can stand for it; `undefined` for one that has. Whether a picture of another host is
 * there is not known.
 */
export function cardOf(site: SiteIdentity, article: ArticleView): Card | undefined {
  const { image, lead, sourceName, category, title, publishedAt } = article;
  if (image !== undefined && !DRAWING.test(image)) {
    if (!image.startsWith('/')) return undefined;
    const { width = 0, height = 0 } = lead?.picture ?? {};
    if (Math.min(width, height) >= SHORTEST_SIDE) return undefined;
  }
  const { year, month, day } = toZoned(publishedAt, site.timezone);
  const source = sourceName ?? category?.title ?? site.title;
  return {
    headline: beginningOf(title || source),
    source: beginningOf(source),
    site: beginningOf(site.title),
    day: `${year}年${month}月${day}日`,
  };
}

/** More than there is room for. */
const beginningOf = (text: string): string => Array.from(text.slice(0, 400)).slice(0, 200).join('');

/**
 * The picture at the address of a scaled picture or of a card: those alone that pages name. The address of an earlier version, or of
 * the card of an article that has moved, which lies in caches and at who shares, leads to the present one.
 * @param path canonical
 */
export async function readPicture(archive: Archive, path: string): Promise<PicturePage | EarlierPicture | undefined> {
  const scaled = parseScaledAddress(path);
  if (scaled) return readScaled(archive, scaled);
  const named = parseCardAddress(path);
  return named && readCard(archive, named.digest, decodePath(named.path));
}

/** @param url decoded path of an article, or one that an article had before */
async function readCard(
  archive: Archive,
  digest: string,
  url: string,
): Promise<PicturePage | EarlierPicture | undefined> {
  const article = await findArticle(archive, url);
  if (!article) return undefined;
  const card = cardOf(await archive.getSite(), article);
  if (!card) {
    const location = article.lead ? versionedHref(article.lead) : article.image;
    return location === undefined ? undefined : { kind: 'earlier', location };
  }
  const isPresent = digestOfCard(card) === digest && article.url === url;
  if (!isPresent) return { kind: 'earlier', location: cardHref(card, article.url) };
  return { kind: 'picture', order: { kind: 'card', card }, fallback: withBase(ICON) };
}

async function findArticle(archive: Archive, url: string): Promise<ArticleView | undefined> {
  const article = await archive.getArticle(url);
  if (article) return article;
  const moved = await archive.getRedirect(url);
  return moved === undefined ? undefined : archive.getArticle(decodePath(withoutBase(moved) ?? moved));
}

async function readScaled(archive: Archive, scaled: ScaledAddress): Promise<PicturePage | EarlierPicture | undefined> {
  const url = decodePath(scaled.path);
  const file = await archive.getStaticFile(url);
  if (!file?.picture) return undefined;
  const { version } = file;
  const shown = { href: pathHref(url), version };
  const widths = [...new Set([...listThumbnailWidths(file.picture), ...listWidths(file.picture)])].sort(
    (a, b) => a - b,
  );
  if (version === scaled.version) {
    if (!widths.includes(scaled.width)) return undefined;
    const order = { kind: 'scaled', path: file.path, width: scaled.width } as const;
    return { kind: 'picture', order, fallback: versionedHref(shown) };
  }
  const width = widths.find((one) => one >= scaled.width) ?? widths.at(-1);
  return { kind: 'earlier', location: width === undefined ? versionedHref(shown) : scaledHref(shown, width) };
}
