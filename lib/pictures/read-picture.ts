import { GIF } from 'image-size/types/gif';
import { HEIF } from 'image-size/types/heif';
import type { IImage } from 'image-size/types/interface';
import { JPG } from 'image-size/types/jpg';
import { PNG } from 'image-size/types/png';
import { SVG } from 'image-size/types/svg';
import { WEBP } from 'image-size/types/webp';
import { MAX_PIXELS, type Picture } from './picture.ts';

/** Names of files that hold pictures which browsers show. */
const NAME = /\.(?:avif|gif|jpe?g|png|svg|webp)$/i;

export const isPictureName = (path: string): boolean => NAME.test(path);

/** Drawings that are shown by their own size may have none. */
export const isDrawingName = (path: string): boolean => /\.svg$/i.test(path);

/** Bytes of a file that tell the size of nearly every picture. */
export const FIRST_BYTES = 64 * 1024;
/** Where these do not: photographs may begin with a thumbnail, a profile and notes of their own. */
export const MORE_BYTES = 1024 * 1024;

/** The most that a browser is told: no real picture is larger. */
const LONGEST_SIDE = 1_000_000;
/** From here on a photograph is turned by a right angle (EXIF, tag 274). */
const TURNED = 5;

/** A type of pictures, and what one that begins like this is. */
interface Type {
  image: IImage;
  kindOf: (head: Buffer) => 'still' | 'moving' | 'undecodable';
}

/** Major brands of files that hold AV1, alone or perhaps (ISO 23000-22, AVIF 1.1); the others of this family hold what has no free decoder. */
const AV1_BRANDS = ['avif', 'mif1'];

/** Browsers look at the first bytes as well, whatever the name says. */
const TYPES: readonly Type[] = [
  { image: JPG, kindOf: () => 'still' },
  { image: PNG, kindOf: (head) => (isBefore(head, 'acTL', 'IDAT') ? 'moving' : 'still') },
  {
    image: WEBP,
    // The second bit of the extended header says that it moves.
    kindOf: (head) => (head.toString('latin1', 12, 16) === 'VP8X' && (Number(head[20]) & 2) !== 0 ? 'moving' : 'still'),
  },
  // How many frames it has stands nowhere in its head.
  { image: GIF, kindOf: () => 'moving' },
  { image: HEIF, kindOf: (head) => (AV1_BRANDS.includes(head.toString('latin1', 8, 12)) ? 'still' : 'undecodable') },
  { image: SVG, kindOf: () => 'undecodable' },
];

/** Bytes in which the root of a drawing is looked for. */
const ROOT_BYTES = 4096;

/**
 * Width and height of a picture.
 * @param bytes the first bytes of its file
 * @returns `undefined` where they do not tell; more of them may
 */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = TYPES.find(({ image }) => isOf(image, head));
  if (!type) return undefined;
  try {
    const {
      width,
      height,
      orientation = 1,
    } = type.image.calculate(type.image === SVG ? head.subarray(0, ROOT_BYTES) : head);
    const isTurned = type.image === JPG && orientation >= TURNED;
    const size = isTurned ? { width: height, height: width } : { width, height };
    if (!isSide(size.width) || !isSide(size.height)) return undefined;
    const kind = width * height <= MAX_PIXELS ? type.kindOf(head) : 'undecodable';
    return { ...size, isScalable: kind === 'still', ...(kind === 'moving' && { isMoving: true }) };
  } catch {
    // The library throws for bytes that end too early and for those that make no sense.
    return undefined;
  }
}

/** The library takes what is behind the end of a WebP file for zeros. */
const WEBP_HEAD = 30;

function isOf(image: IImage, head: Buffer): boolean {
  try {
    return image.validate(head) && (image !== WEBP || head.length >= WEBP_HEAD);
  } catch {
    return false;
  }
}

const isSide = (length: unknown): length is number =>
  typeof length === 'number' && Number.isInteger(length) && length > 0 && length <= LONGEST_SIDE;

function isBefore(head: Buffer, first: string, second: string): boolean {
  const place = head.indexOf(first);
  const end = head.indexOf(second);
  return place >= 0 && (end < 0 || place < end);
}

export { MAX_PIXELS };
