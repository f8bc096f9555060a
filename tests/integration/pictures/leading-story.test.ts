/** The picture above the story that leads the home page. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { noisyJpeg } from '../../support/pictures/make-pictures.ts';
import { type Portal, startPortal } from '../../support/portal.ts';
import { attribute, PageView } from '../pages/page-view.ts';
import { type StoryPost, storyPostPath, storyPostText } from '../stories/story-posts.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-leading-story-'));
let portal: Portal;

const POSTS: StoryPost[] = [
  { slug: 'a', category: 'ribao', at: '2022-03-01 08:00', intro: '![大桥](/bridge.jpg)\n\n' },
  { slug: 'b', category: 'wanbao', at: '2022-03-01 10:00', intro: '![北岸](/bank.jpg)\n\n' },
  { slug: 'c', category: 'shangbao', at: '2022-03-01 11:00' },
  { slug: 'p', category: 'ribao', at: '2022-03-01 09:00', text: 'prices', intro: '![菜场](/market.jpg)\n\n' },
  { slug: 'q', category: 'wanbao', at: '2022-03-01 09:30', text: 'prices' },
  { slug: 'm', category: 'ribao', at: '2022-03-01 12:00', text: 'match', intro: '![球场](/pitch.jpg)\n\n' },
];

before(async () => {
  mkdirSync(join(contentDir, '_posts'));
  for (const name of ['bridge', 'bank', 'market', 'pitch']) {
    writeFileSync(join(contentDir, `${name}.jpg`), await noisyJpeg(1600, 900));
  }
  for (const post of POSTS) writeFileSync(join(contentDir, storyPostPath(post)), storyPostText(post));
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

const readHome = async (): Promise<PageView> => new PageView(await (await fetch(`${portal.url}/`)).text());

test('shows the picture of the earliest article of the story that leads, and no other picture', async () => {
  const images = (await readHome()).all('img').map((image) => attribute(image, 'src')?.replace(/\?.*/, ''));
  assert.deepEqual(images, ['/bridge.jpg']);
});

test('leads from the picture to the article, for who points at it: the headline is the link for all others', async () => {
  const page = await readHome();
  const [link] = page.all('a', page.with('aria-labelledby', 'stories'));
  assert.deepEqual(
    [page.all('img', link).length, ...['href', 'tabindex', 'aria-hidden'].map((name) => attribute(link, name))],
    [1, '/ribao/2022/03/01/a.html', '-1', 'true'],
  );
});

test('sends the picture in the width of the screen', async () => {
  const [source] = (await readHome()).all('source');
  const addresses = attribute(source, 'srcset')?.split(', ') ?? [];
  const answers = await Promise.all(
    addresses.map(async (one) => {
      const { status, headers } = await fetch(portal.url + one.split(' ')[0]);
      return [one.split(' ')[1], status, headers.get('content-type')];
    }),
  );
  assert.deepEqual(
    answers,
    [360, 720, 1080, 1440].map((width) => [`${width}w`, 200, 'image/webp']),
  );
});
