/**
 * `npm run pictures`: what readers see, as pictures: pages of the sample content, some in traditional characters too, and a preview, at three widths, light and dark.
 *
 *   npm run pictures -- [--folder .data/pictures] [--content content]
 *
 * Chinese glyphs need a font of the system's, such as Debian's fonts-noto-cjk.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../bin/application.ts';
import { previewHref } from '../lib/ingest/preview/index.ts';
import { traditionalHref } from '../lib/traditional/addresses.ts';
import { startBrowser } from './support/browser/browser.ts';
import { startPortal } from './support/portal.ts';
import { SAMPLE_PAGES } from './support/sample-pages.ts';

const WIDTHS = [390, 820, 1440];
const HEIGHT = 900;
const PREVIEW_SECRET = 'for pictures alone';
/** A post of the sample content that lies in the future. */
const FUTURE_POST = '_posts/2099-01-01-time-capsule.md';
const FAR_FUTURE = Date.UTC(2098, 0, 1) / 1000;

const { values } = parseArgs({
  options: { folder: { type: 'string', default: '.data/pictures' }, content: { type: 'string', default: 'content' } },
});
const folder = resolve(values.folder);
mkdirSync(folder, { recursive: true });

await buildIfStale();
const portal = await startPortal(values.content, { PREVIEW_SECRET });
const pages = {
  ...SAMPLE_PAGES,
  'correction-traditional': traditionalHref(SAMPLE_PAGES.correction),
  'withdrawn-traditional': traditionalHref(SAMPLE_PAGES.withdrawn),
  preview: previewHref(PREVIEW_SECRET, FUTURE_POST, FAR_FUTURE),
};
const browser = await startBrowser();
for (const [name, path] of Object.entries(pages)) {
  for (const width of WIDTHS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport: { width, height: HEIGHT }, colorScheme });
      await page.goto(portal.url + path);
      const file = join(folder, `${name}-${width}-${colorScheme}.png`);
      await page.screenshot({ path: file });
      await page.close();
      console.log(file);
    }
  }
}
await browser.close();
await portal.stop();
