/** Bytes of pictures, good and hostile. */
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

const plain = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: '#a8201a' } });

/** Noise, which compresses badly. */
const noise = (width: number, height: number): Sharp =>
  sharp({
    create: { width, height, channels: 3, background: '#fff', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  });

export const jpeg = (width: number, height: number): Promise<Buffer> => plain(width, height).jpeg().toBuffer();

export const noisyJpeg = (width: number, height: number): Promise<Buffer> => noise(width, height).jpeg().toBuffer();

/** A photograph that cameras mark as turned by a right angle: browsers show it upright. */
export const turnedJpeg = (width: number, height: number): Promise<Buffer> =>
  plain(width, height).jpeg().withMetadata({ orientation: 6 }).toBuffer();

/** A photograph whose first bytes are a profile of this length. */
export async function jpegBehind(length: number, width: number, height: number): Promise<Buffer> {
  const bytes = await jpeg(width, height);
  const segments = Array.from({ length: Math.ceil(length / 60_000) }, () => {
    const segment = Buffer.alloc(60_000);
    segment.writeUInt32BE(0xffe2_ea5e);
    return segment;
  });
  return Buffer.concat([bytes.subarray(0, 2), ...segments, bytes.subarray(2)]);
}

export const png = (width: number, height: number): Promise<Buffer> => plain(width, height).png().toBuffer();

export const webp = (width: number, height: number): Promise<Buffer> => plain(width, height).webp().toBuffer();

export const avif = (width: number, height: number): Promise<Buffer> =>
  plain(width, height).avif({ effort: 0 }).toBuffer();

/** Two frames of a picture that moves. */
const frames = async (width: number, height: number): Promise<Sharp> =>
  sharp([await png(width, height), await noise(width, height).png().toBuffer()], { join: { animated: true } });

export const movingWebp = async (width: number, height: number): Promise<Buffer> =>
  (await frames(width, height)).webp({ delay: [100, 100], loop: 0 }).toBuffer();

export const movingGif = async (width: number, height: number): Promise<Buffer> =>
  (await frames(width, height)).gif({ delay: [100, 100] }).toBuffer();

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** A PNG file of one grey, of so many pixels and few bytes. @param rows that are there; fewer than it says, where it lies */
export function pngBomb(width: number, height: number, rows: number = height): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  // One bit of grey a pixel.
  head[8] = 1;
  const data = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * rows));
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** A PNG file that moves: the chunk that says so stands before the data. */
export async function movingPng(width: number, height: number): Promise<Buffer> {
  const bytes = await png(width, height);
  const control = Buffer.alloc(8);
  control.writeUInt32BE(2);
  // Behind the signature and the header.
  return Buffer.concat([bytes.subarray(0, 33), chunk('acTL', control), bytes.subarray(33)]);
}
