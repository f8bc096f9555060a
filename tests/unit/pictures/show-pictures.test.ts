/** How the pictures of a body stand on a page. */
import assert from 'node:assert/strict';
import test from 'node:test';
import type { SafeHtml } from '../../../lib/content/index.ts';
import {
  listThumbnailWidths,
  listWidths,
  parseScaledAddress,
  scaledHref,
  showPictures,
} from '../../../lib/pictures/index.ts';

const PHOTO = { href: '/images/a.jpg', version: 'V1', picture: { width: 2000, height: 1000, isScalable: true } };
const DRAWING = { href: '/images/b.svg', version: 'V2', picture: { width: 300, height: 200, isScalable: false } };
const UNKNOWN = { href: '/images/c.png', version: 'V3' };
const PICTURES = { '/images/a.jpg': PHOTO, '/images/b.svg': DRAWING, '/images/c.png': UNKNOWN };

/** A text before it keeps it away from the top, where pictures are loaded at once. */
const BEFORE = `<p>${'文'.repeat(300)}</p>`;

const image = (attributes: string): string =>
  `<img ${attributes} loading="lazy" decoding="async" referrerpolicy="no-referrer" />`;

const show = (html: string): string => showPictures((BEFORE + html) as SafeHtml, PICTURES).slice(BEFORE.length);

test('shows a photograph in the widths that fit, with the file itself as fallback', () => {
  const set = [360, 720, 1080, 1440].map((width) => `/-/scaled/V1/${width}/images/a.jpg.webp ${width}w`).join(', ');
  const source = `<source type="image/webp" srcset="${set}" sizes="min(100vw - 2rem, 42rem)" />`;
  const file =
    '<img src="/images/a.jpg?v=V1" alt="港" loading="lazy" decoding="async" referrerpolicy="no-referrer" width="2000" height="1000" />';
  assert.equal(show(image('src="/images/a.jpg" alt="港"')), `<picture>${source}${file}</picture>`);
});

for (const [written, size] of [
  ['', ['2000', '1000']],
  [' width="400"', ['400', '200']],
  [' height="50"', ['100', '50']],
  // The form is the file's: browsers show no other one once it is there.
  [' width="30" height="40"', ['30', '15']],
  [' width="9999999999999999999999" height="40"', ['80', '40']],
] as const) {
  test(`says the size of a photograph where the article says “${written}”`, () => {
    const shown = show(image(`src="/images/a.jpg" alt=""${written}`));
    const [, width, height] = /<img[^>]* width="(\d+)" height="(\d+)"/.exec(shown) ?? [];
    assert.deepEqual([width, height], size);
  });
}

test('says the size of a drawing, and sends it as it is', () => {
  assert.match(
    show(image('src="/images/b.svg" alt=""')),
    /^<img src="\/images\/b\.svg\?v=V2".* width="300" height="200" \/>$/,
  );
});

test('asks for a file of unknown size by its version alone', () => {
  assert.equal(show(image('src="/images/c.png" alt=""')), image('src="/images/c.png?v=V3" alt=""'));
});

test('loads a picture at once that stands at the top', () => {
  const html = showPictures(image('src="/images/a.jpg" alt=""') as SafeHtml, PICTURES);
  assert.deepEqual([html.includes('loading='), html.includes('fetchpriority="high"')], [false, true]);
});

test('names the host of a picture that lies elsewhere, and changes nothing else of it', () => {
  const written = image('src="https://img.example:8080/a.png?b=c&amp;d" alt="图"');
  assert.equal(show(written), written.replace(' />', ' data-host="img.example:8080" />'));
});

for (const source of ['data:image/png;base64,iVBORw0KGgo=', '/missing.png', '__proto__', 'x.png?a=1']) {
  test(`leaves ${source} as it is`, () => {
    const written = image(`src="${source}" alt="constructor"`);
    assert.equal(show(written), written);
  });
}

test('takes an address for an address, not for a pattern of what is replaced', () => {
  const file = { ...UNKNOWN, href: "/$&/$'.png" };
  const html = `${BEFORE}<img src="/a.png" alt="" />` as SafeHtml;
  assert.match(showPictures(html, { '/a.png': file }), / src="\/\$&\/\$'\.png\?v=V3"/);
});

for (const [width, widths] of [
  [40, []],
  [150, [150]],
  [400, [200, 400]],
  [500, [200, 360, 500]],
  [1400, [200, 360, 720, 1080, 1400]],
  [1500, [200, 360, 720, 1080, 1440]],
  [9000, [200, 360, 720, 1080, 1440]],
] as const) {
  test(`sends a picture of ${width} pixels in the widths ${widths.join(', ') || 'of none'}`, () => {
    assert.deepEqual(listWidths({ width, height: 100, isScalable: true }), widths);
  });
}

test('sends what moves as it is in a body, and its first frame beside a title', () => {
  const picture = { width: 2000, height: 1000, isScalable: false, isMoving: true } as const;
  const html = `${BEFORE}${image('src="/images/a.gif" alt=""')}` as SafeHtml;
  const shown = showPictures(html, { '/images/a.gif': { href: '/images/a.gif', version: 'V4', picture } });
  assert.deepEqual([shown.includes('srcset'), listThumbnailWidths(picture)], [false, [200, 360]]);
});

test('reads the address of a scaled picture that it has written', () => {
  const address = scaledHref({ ...PHOTO, href: '/%E5%9B%BE/a%20b.jpg' }, 720);
  assert.deepEqual(parseScaledAddress(address), { version: 'V1', width: 720, path: '/%E5%9B%BE/a%20b.jpg' });
});

for (const address of [
  '/-/scaled/V1/0720/images/a.jpg.webp',
  '/-/scaled/V1/720/images/a.jpg',
  '/-/scaled/V1/720.webp',
  '/-/scaled/V-1/720/a.jpg.webp',
  '/-/scaled/V1/999999/a.jpg.webp',
]) {
  test(`reads no scaled picture in ${address}`, () => assert.equal(parseScaledAddress(address), undefined));
}
