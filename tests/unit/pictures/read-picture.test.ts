/** Width and height of pictures by their first bytes, which may be anything. */
import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { readPicture } from '../../../lib/pictures/read-picture.ts';
import {
  avif,
  jpeg,
  jpegBehind,
  movingGif,
  movingPng,
  movingWebp,
  png,
  pngBomb,
  turnedJpeg,
  webp,
} from '../../support/pictures/make-pictures.ts';

const SIZE = [640, 400] as const;

const STILL = { isScalable: true };
const MOVING = { isScalable: false, isMoving: true };

for (const [type, make, kind] of [
  ['JPEG', jpeg, STILL],
  ['PNG', png, STILL],
  ['WebP', webp, STILL],
  ['AVIF', avif, STILL],
  ['GIF that moves', movingGif, MOVING],
  ['PNG that moves', movingPng, MOVING],
  ['WebP that moves', movingWebp, MOVING],
] as const) {
  test(`reads the size of ${type} and ${kind.isScalable ? 'may scale it' : 'that it moves'}`, async () => {
    assert.deepEqual(readPicture(await make(...SIZE)), { width: 640, height: 400, ...kind });
  });
}

test('scales no picture of the family of AVIF that no free decoder reads', async () => {
  const bytes = await avif(...SIZE);
  bytes.write('heic', 8, 'latin1');
  assert.deepEqual(readPicture(bytes), { width: 640, height: 400, isScalable: false });
});

test('takes no first frame of what moves and is larger than a decoder may hold', async () => {
  const bytes = await movingGif(64, 64);
  bytes.writeUInt16LE(60_000, 6);
  bytes.writeUInt16LE(60_000, 8);
  assert.deepEqual(readPicture(bytes), { width: 60_000, height: 60_000, isScalable: false });
});

test('reads the size of a photograph as it is shown, not as it is stored', async () => {
  assert.deepEqual(readPicture(await turnedJpeg(...SIZE)), { width: 400, height: 640, isScalable: true });
});

test('reads the size of a photograph behind a long profile', async () => {
  const bytes = await jpegBehind(300_000, ...SIZE);
  assert.deepEqual(readPicture(bytes), { width: 640, height: 400, isScalable: true });
});

for (const [name, text, size] of [
  ['its own size', '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"></svg>', [300, 200]],
  ['a view box alone', '<?xml version="1.0"?><svg viewBox="0 0 30 20"></svg>', [30, 20]],
] as const) {
  test(`reads the size of a drawing with ${name}`, () => {
    const [width, height] = size;
    assert.deepEqual(readPicture(Buffer.from(text)), { width, height, isScalable: false });
  });
}

for (const [name, bytes] of [
  ['an empty file', Buffer.alloc(0)],
  ['a text', Buffer.from('PNG')],
  ['a page', Buffer.from('<html><script>alert(1)</script>')],
  ['a drawing without any size', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><path/></svg>')],
  ['a drawing of no numbers', Buffer.from('<svg width="a" height="b" viewBox="x">')],
  ['a PNG file without width', pngBomb(0, 10)],
  ['the beginning of a JPEG file', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
  ['a JPEG file of zeros', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(100_000)])],
  ['a WebP file of zeros', Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8 '), Buffer.alloc(40)])],
  [
    'an AVIF file whose boxes have no length',
    Buffer.concat([Buffer.from('\0\0\0\x10ftypavif\0\0\0\0'), Buffer.alloc(4096)]),
  ],
] as const) {
  test(`reads no size in ${name}`, () => assert.equal(readPicture(bytes), undefined));
}

test('scales no picture of more pixels than a decoder may hold', () => {
  assert.deepEqual(readPicture(pngBomb(60_000, 60_000, 1)), { width: 60_000, height: 60_000, isScalable: false });
});

test('reads no size beyond what any picture has', () => {
  assert.equal(readPicture(pngBomb(2_000_000_000, 1, 0)), undefined);
});

for (const [type, make] of [
  ['JPEG', jpeg],
  ['PNG', png],
  ['WebP', webp],
  ['AVIF', avif],
  ['GIF', movingGif],
] as const) {
  test(`reads a ${type} file that ends anywhere without failing`, async () => {
    const bytes = await make(64, 64);
    const sizes = Array.from({ length: bytes.length }, (_, end) => readPicture(bytes.subarray(0, end)));
    const isRight = sizes.every((size) => size === undefined || (size.width === 64 && size.height === 64));
    assert.equal(isRight, true);
  });

  test(`reads a ${type} file with wrong bytes in it without failing`, async () => {
    const bytes = await make(64, 64);
    const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(change, (changes) => {
        const broken = Buffer.from(bytes);
        for (const [place, byte] of changes) broken[place] = byte;
        const size = readPicture(broken);
        return size === undefined || (size.width > 0 && size.height > 0);
      }),
      { seed: 18, numRuns: 500 },
    );
  });
}
