/** Pictures in a browser: nothing jumps when they come, screens get what fits them, and one that fails leaves a line. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before, type TestContext } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startBrowser } from '../support/browser/browser.ts';
import { noisyJpeg, png } from '../support/pictures/make-pictures.ts';
import { type Portal, startPortal } from '../support/portal.ts';
import { postText } from '../support/portal-folder.ts';
import { within } from '../support/wait.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-browser-pictures-'));
let portal: Portal;
let browser: Browser;

before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(join(contentDir, 'photo.jpg'), await noisyJpeg(2000, 1000));
  const post = (name: string, body: string, categories = 'ribao'): void => {
    const fields = { title: name, permalink: `/${name}.html`, categories };
    writeFileSync(join(contentDir, `_posts/2022-03-01-${name}.md`), postText(fields, body));
  };
  post('photo', '文。\n\n![港](/photo.jpg)\n\n尾。');
  // Its form is not that of the file.
  post('square', '文。\n\n<img src="/photo.jpg" width="300" height="300">\n\n尾。');
  writeFileSync(join(contentDir, 'broken.png'), (await png(800, 600)).fill(0xff, 50));
  post('broken', '文。\n\n![坏](/broken.png)\n\n尾。', 'wanbao');
  post('lost', '文。\n\n![失去的图](/none.jpg)\n\n![外面的图](http://127.0.0.1:9/a.jpg)\n\n尾。');
  portal = await startPortal(contentDir);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

async function open(context: TestContext, path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const browserContext = await browser.newContext(options);
  context.after(() => browserContext.close());
  const page = await browserContext.newPage();
  await page.goto(portal.url + path);
  return page;
}

/** Address of what a picture shows, once it is there. */
const shown = (page: Page, selector: string): Promise<string> =>
  within(
    `the picture ${selector}`,
    page.locator(selector).evaluate(async (element) => {
      const image = element as HTMLImageElement;
      image.loading = 'eager';
      await image.decode();
      return image.currentSrc;
    }),
  );

for (const [width, deviceScaleFactor, expected] of [
  [390, 1, 360],
  [390, 3, 1080],
  [1440, 1, 720],
  [1440, 2, 1440],
] as const) {
  test(`loads ${expected} pixels on a screen of ${width} with ${deviceScaleFactor} to each`, async (context) => {
    const page = await open(context, '/photo.html', { viewport: { width, height: 800 }, deviceScaleFactor });
    assert.match(await shown(page, '.prose img'), new RegExp(`/-/scaled/\\w+/${expected}/photo\\.jpg\\.webp$`));
  });
}

/** Width and height of the picture of an article; with pictures that never come, or once it is there. */
async function sizeOnPage(context: TestContext, path: string, isThere: boolean): Promise<unknown[]> {
  const browserContext = await browser.newContext({ viewport: { width: 390, height: 800 } });
  context.after(() => browserContext.close());
  const page = await browserContext.newPage();
  if (!isThere) await page.route(/\/-\/scaled\/|photo\.jpg/, () => {});
  await page.goto(portal.url + path, { waitUntil: 'domcontentloaded' });
  if (isThere) await shown(page, '.prose img');
  const box = await page.locator('.prose img').boundingBox();
  return [Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)];
}

for (const [what, path, size] of [
  ['a picture', '/photo.html', [358, 179]],
  ['a picture whose article says another form', '/square.html', [300, 150]],
] as const) {
  test(`gives ${what} its room before it is there`, async (context) => {
    const sizes = [await sizeOnPage(context, path, false), await sizeOnPage(context, path, true)];
    assert.deepEqual(sizes, [size, size]);
  });
}

test('shows no frame beside a title whose picture is broken', async (context) => {
  const page = await open(context, '/category/wanbao.html', { viewport: { width: 390, height: 800 } });
  await within('no frame', page.locator('main li img').waitFor({ state: 'hidden' }));
  assert.equal(await page.locator('main li lost-pictures').boundingBox(), null);
});

test('shows no colour in the place of a broken picture where no script runs', async (context) => {
  const page = await open(context, '/category/wanbao.html', { javaScriptEnabled: false });
  const { backgroundColor } = await page
    .locator('main li img')
    .evaluate((image) => ({ backgroundColor: getComputedStyle(image).backgroundColor }));
  assert.equal(backgroundColor, 'rgba(0, 0, 0, 0)');
});

test('gives a thumbnail a frame of one size', async (context) => {
  const page = await open(context, '/category/ribao.html', { viewport: { width: 390, height: 800 } });
  const before = await page.locator('main li img').first().boundingBox();
  await shown(page, 'main li img >> nth=0');
  const after = await page.locator('main li img').first().boundingBox();
  assert.deepEqual([after?.width, after?.height, before?.width, before?.height], [96, 72, 96, 72]);
});

test('puts a line in the place of a picture that cannot be loaded', async (context) => {
  const page = await open(context, '/lost.html');
  for (const image of await page.locator('.prose img').all()) {
    await image.evaluate((element) => {
      (element as HTMLImageElement).loading = 'eager';
    });
  }
  const lines = page.locator('.prose .lost-picture');
  await within('both lines', lines.nth(1).waitFor());
  assert.deepEqual(await lines.allTextContents(), ['图片未能显示：失去的图', '图片未能显示：外面的图（127.0.0.1:9）']);
});

test('shows the words of a picture that cannot be loaded where no script runs', async (context) => {
  const page = await open(context, '/lost.html', { javaScriptEnabled: false });
  const image = page.locator('.prose img').nth(1);
  await image.scrollIntoViewIfNeeded();
  const after = await image.getAttribute('data-host');
  assert.deepEqual([await image.getAttribute('alt'), after], ['外面的图', '127.0.0.1:9']);
});
