import { MADE_FOLDER } from '../addresses.ts';
import { withBase } from '../base-path.ts';

/** What is known of a picture that lies in the content folder. */
export interface Picture {
  /** As browsers show it, in pixels: a photograph that is marked as turned is turned. */
  width: number;
  height: number;
  /** False for what is sent as it is: drawings, what moves, and what is too large to be read. */
  isScalable: boolean;
  /** Present for what moves. Beside a title, where it would distract, its first frame stands. */
  isMoving?: true;
}

/** A picture of the content folder at its address. */
export interface ShownFile {
  /** Percent-encoded, with the base of the portal. */
  href: string;
  /** Changes with the bytes; letters and digits. */
  version: string;
  /** Absent where the bytes are of no known type. */
  picture?: Picture;
}

/** Most pixels of a picture that is scaled: what a decoder needs at the worst is four bytes for each. */
export const MAX_PIXELS = 64 * 1024 * 1024;

/** The width of a picture beside the title of an article, in pixels: for two of the screen to each of the page. */
export const THUMBNAIL_WIDTH = 200;
/** For three of the screen. */
const LARGEST_THUMBNAIL = 360;
/** The widths in which pages show pictures, in pixels: for screens of one to three pixels to each of the page. */
const WIDTHS = [THUMBNAIL_WIDTH, LARGEST_THUMBNAIL, 720, 1080] as const;
const LARGEST = 1440;
/** A width that is hardly smaller than the largest of a picture is not worth the bytes. */
const MUCH_SMALLER = 0.8;
/** Below this width, in pixels, a picture is sent as it is. */
const SMALLEST = 64;

/** The widths in which a picture is sent, beside the file itself, smallest first; none where it is sent as it is. */
export function listWidths({ width, isScalable }: Picture): number[] {
  if (!isScalable || width < SMALLEST) return [];
  const largest = Math.min(width, LARGEST);
  return [...WIDTHS.filter((one) => one < largest * MUCH_SMALLER), largest];
}

/** The widths in which a picture stands beside a title, smallest first; none for a drawing, and for what is too large or too small. */
export const listThumbnailWidths = (picture: Picture): number[] =>
  listWidths({ ...picture, isScalable: picture.isScalable || picture.isMoving === true }).filter(
    (width) => width <= LARGEST_THUMBNAIL,
  );

/** Folder of the addresses of scaled pictures. */
const SCALED_FOLDER = `${MADE_FOLDER}/scaled`;
const SCALED_ENDING = '.webp';

/** Address of a picture in one of its widths. It names the version: another one has another address. */
export function scaledHref({ href, version }: ShownFile, width: number): string {
  return withBase(`${SCALED_FOLDER}/${version}/${width}${href.slice(withBase('').length)}${SCALED_ENDING}`);
}

/** What an address of a scaled picture names. */
export interface ScaledAddress {
  version: string;
  width: number;
  /** Of the picture itself: canonical, without the base of the portal. */
  path: string;
}

const SCALED_ADDRESS = new RegExp(`^${SCALED_FOLDER}/([a-zA-Z\\d]+)/([1-9]\\d{0,4})(/.+)\\${SCALED_ENDING}$`);

/** Reads what `scaledHref` wrote. @param path canonical, without the base of the portal */
export function parseScaledAddress(path: string): ScaledAddress | undefined {
  const [, version, width, source] = SCALED_ADDRESS.exec(path) ?? [];
  return version === undefined || source === undefined ? undefined : { version, width: Number(width), path: source };
}

/** Address of a picture as it is, by its version, so that browsers may keep it. */
export const versionedHref = ({ href, version }: ShownFile): string => `${href}?v=${version}`;
