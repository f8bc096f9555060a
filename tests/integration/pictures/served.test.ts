/** Scaled pictures as readers get them from a portal. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import sharp from 'sharp';
import { avif, jpeg, movingGif, noisyJpeg, pngBomb, turnedJpeg } from '../../support/pictures/make-pictures.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-pictures-'));
let portal: Portal;

function write(path: string, bytes: string | Uint8Array): void {
  mkdirSync(dirname(join(contentDir, path)), { recursive: true });
  writeFileSync(join(contentDir, path), bytes);
}

/** Adds an article at `/<name>.html` that shows a picture. */
function writeArticle(name: string, picture: string): void {
  const fields = { title: name, permalink: `/${name}.html`, categories: 'ribao' };
  write(`_posts/2022-03-01-${name}.md`, postText(fields, `![图](/${picture})`));
}

before(async () => {
  write('photo.jpg', await noisyJpeg(2000, 1200));
  write('turned.jpg', await turnedJpeg(800, 400));
  write('moving.gif', await movingGif(400, 300));
  write('new.avif', await avif(800, 600));
  write('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"></svg>');
  // All that it says is there, but for the rows beyond the first.
  write('short.png', pngBomb(4_000, 4_000, 1));
  write('half.jpg', (await noisyJpeg(1200, 800)).subarray(0, 60_000));
  for (const file of ['photo.jpg', 'turned.jpg', 'moving.gif', 'new.avif', 'short.png', 'half.jpg']) {
    writeArticle(file.replace(/\..*/, ''), file);
  }
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(portal.url + path, { headers, redirect: 'manual' });

/** The addresses of scaled pictures on a page, smallest first. */
async function listScaled(page: string): Promise<string[]> {
  const html = await (await get(page)).text();
  return [...new Set(html.match(/\/-\/scaled\/[^ "]+/g))];
}

async function findScaled(page: string, width: number): Promise<string> {
  const address = (await listScaled(page)).find((one) => one.includes(`/${width}/`));
  assert.ok(address, `${page} shows nothing in the width ${width}`);
  return address;
}

/** Type and size of an answer. */
async function look(answer: Response): Promise<[number, string | null, number?, number?]> {
  const { width, height, format } = await sharp(await answer.arrayBuffer()).metadata();
  return [answer.status, `${answer.headers.get('content-type')} ${format}`, width, height];
}

for (const width of [360, 720, 1080, 1440]) {
  test(`sends a photograph ${width} pixels wide`, async () => {
    const answer = await get(await findScaled('/photo.html', width));
    assert.deepEqual(await look(answer), [200, 'image/webp webp', width, width * 0.6]);
  });
}

test('sends a photograph as it was held', async () => {
  const answer = await get(await findScaled('/turned.html', 400));
  assert.deepEqual(await look(answer), [200, 'image/webp webp', 400, 800]);
});

test('sends a scaled picture that browsers may keep for ever, and that may do nothing', async () => {
  const { headers } = await get(await findScaled('/photo.html', 360));
  assert.deepEqual(
    ['cache-control', 'x-content-type-options'].map((name) => headers.get(name)),
    ['public, max-age=31536000, immutable', 'nosniff'],
  );
  assert.match(headers.get('content-security-policy') ?? '', /^sandbox; default-src 'none'/);
});

test('answers 304 to who has the picture', async () => {
  const address = await findScaled('/photo.html', 360);
  const etag = (await get(address)).headers.get('etag') ?? '';
  assert.deepEqual(
    [/^"[0-9a-f]{32}"$/.test(etag), (await get(address, { 'if-none-match': etag })).status],
    [true, 304],
  );
});

test('makes a picture once, whatever the number of requests at a time', async () => {
  const folder = join(portal.dataDir, 'pictures');
  const address = await findScaled('/photo.html', 1080);
  const answers = await Promise.all(Array.from({ length: 8 }, () => get(address)));
  const bodies = await Promise.all(answers.map((answer) => answer.bytes()));
  const count = readdirSync(folder).filter((name) => name.startsWith('.')).length;
  assert.deepEqual([new Set(bodies.map((body) => body.length)).size, count], [1, 0]);
});

test('sends a thumbnail beside the title in a listing', async () => {
  const address = (await listScaled('/category/ribao.html')).find((one) => one.endsWith('/200/photo.jpg.webp')) ?? '';
  assert.deepEqual((await look(await get(address))).slice(0, 3), [200, 'image/webp webp', 200]);
});

for (const [file, height] of [
  ['moving.gif', 150],
  ['new.avif', 150],
] as const) {
  test(`sends ${file} as a still picture beside the title in a listing`, async () => {
    const address = (await listScaled('/category/ribao.html')).find((one) => one.endsWith(`/200/${file}.webp`)) ?? '';
    assert.deepEqual(await look(await get(address)), [200, 'image/webp webp', 200, height]);
  });
}

test('sends an AVIF file in the widths of screens', async () => {
  const answer = await get(await findScaled('/new.html', 360));
  assert.deepEqual(await look(answer), [200, 'image/webp webp', 360, 270]);
});

test('shows the picture of what leads the home page at once, and without words of its own', async () => {
  const html = await (await get('/')).text();
  const [image = ''] = /<img [^>]*fetchPriority="high"[^>]*>/i.exec(html) ?? [];
  assert.deepEqual([/ src="\/[^"]+\?v=/.test(image), image.includes('alt=""')], [true, true]);
});

for (const [name, change] of [
  ['another width', (address: string) => address.replace('/360/', '/361/')],
  ['a width that is too large', (address: string) => address.replace('/360/', '/99999/')],
  ['another file', (address: string) => address.replace('photo', 'none')],
  ['a file outside of the folder', (address: string) => address.replace('photo.jpg', '..%2F..%2Fetc%2Fpasswd')],
  ['another type', (address: string) => address.replace('.webp', '.avif')],
  ['a post', (address: string) => address.replace('photo.jpg', '_posts/2022-03-01-photo.md')],
] as const) {
  test(`answers 404 for ${name}`, async () => {
    assert.equal((await get(change(await findScaled('/photo.html', 360)))).status, 404);
  });
}

test('offers no sizes of what moves in an article', async () => {
  assert.deepEqual(await listScaled('/moving.html'), []);
});

test('leads to the file itself where it cannot be read to its end', async () => {
  const address = await findScaled('/half.html', 360);
  const answer = await get(address);
  const { headers } = answer;
  assert.deepEqual(
    [answer.status, headers.get('location')?.replace(/v=.*/, 'v='), headers.get('cache-control')],
    [307, '/half.jpg?v=', 'no-store'],
  );
});

test('makes pictures after one that is broken', async () => {
  await get(await findScaled('/short.html', 720));
  assert.equal((await get(await findScaled('/photo.html', 720))).status, 200);
});

test('shows a picture that has changed at another address, to which the old one leads', async () => {
  write('changing.jpg', await jpeg(600, 400));
  writeArticle('changing', 'changing.jpg');
  await until('the picture', async () => (await listScaled('/changing.html')).length > 0);
  const old = await findScaled('/changing.html', 600);
  const before = await look(await get(old));
  write('changing.jpg', await jpeg(500, 500));
  await until('the new picture', async () => (await listScaled('/changing.html')).some((one) => one.includes('/500/')));
  const present = await findScaled('/changing.html', 500);
  const now = await look(await get(present));
  const { status, headers } = await get(old);
  assert.deepEqual([before[3], now[3], status, headers.get('location')], [400, 500, 307, present]);
});

for (const [asked, given] of [
  [200, 200],
  [300, 360],
  [9000, 1440],
] as const) {
  test(`leads from a width of ${asked} of an earlier version to the width ${given} of the present one`, async () => {
    const present = await findScaled('/photo.html', 360);
    const { headers } = await get(present.replace(/scaled\/\w+\/360/, `scaled/0ld/${asked}`));
    assert.equal(headers.get('location'), present.replace('/360/', `/${given}/`));
  });
}

test('leads from an earlier version to the file itself where that is sent as it is', async () => {
  const { headers } = await get('/-/scaled/0ld/200/drawing.svg.webp');
  assert.match(headers.get('location') ?? '', /^\/drawing\.svg\?v=\w+$/);
});

test('says the new size of a picture on the page of an article that was read before', async () => {
  const sizeOf = async (): Promise<string | undefined> =>
    / width="\d+" height="\d+"/.exec(await (await get('/resized.html')).text())?.[0];
  write('resized.jpg', await jpeg(640, 400));
  writeArticle('resized', 'resized.jpg');
  await until('the article', async () => (await sizeOf()) === ' width="640" height="400"');
  write('resized.jpg', await jpeg(320, 240));
  await until('the new size', async () => (await sizeOf()) === ' width="320" height="240"');
});
