/** An archive whose home page is as full as it gets, of words that newspapers write. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noisyJpeg } from '../../support/pictures/make-pictures.ts';
import { postText } from '../../support/portal-folder.ts';
import { randomFrom } from '../../support/random.ts';

const SOURCES = 12;
const STORIES = 10;
/** Articles of each story, the earliest one and the link to its page included: one more are there. */
const LINKS = 8;
const PLAIN = 6;

/** What the page has then. */
export const FULL_HOME = {
  stories: STORIES,
  storyLinks: Array.from({ length: STORIES }, () => LINKS),
  headlines: 30,
  categories: Array.from({ length: SOURCES }, () => 5),
  pictures: 1,
};

/** Han characters of the sample content, one text. */
const readWords = (): string =>
  globSync('content/_posts/*.md')
    .sort()
    .flatMap((file) => readFileSync(file, 'utf8').match(/[\p{Script=Han}，、]+/gu) ?? [])
    .join('');

/** Writes the posts of such an archive. No two titles are equal, as no two papers write the same. */
export async function writeFullHome(contentDir: string): Promise<void> {
  const random = randomFrom(1);
  const words = readWords();
  const take = (length: number): string => {
    const start = Math.floor(random() * (words.length - length));
    return words.slice(start, start + length);
  };
  const draw = (length: number, first: number, count: number): string =>
    Array.from({ length }, () => String.fromCharCode(first + Math.floor(random() * count))).join('');
  const letters = (length: number): string => draw(length, 97, 26);
  /** No two of these are alike. */
  const body = (): string => draw(300, 0x4e00, 3_000);
  const sources = Array.from({ length: SOURCES }, () => ({ categories: letters(14), tags: `${take(4)}新闻` }));
  let minute = 0;
  const write = (source: number, text: string): void => {
    const time = `${String(8 + Math.floor(minute / 60)).padStart(2, '0')}:${String(minute++ % 60).padStart(2, '0')}`;
    const name = `2022-03-02-NW20220302${String(Math.floor(random() * 1e10)).padStart(10, '0')}`;
    const fields = { title: `"${take(26)}"`, date: `2022-03-02 ${time}:17 +0800`, ...sources[source % SOURCES] };
    writeFileSync(join(contentDir, '_posts', `${name}.md`), postText(fields, text));
  };
  mkdirSync(join(contentDir, '_posts'));
  writeFileSync(join(contentDir, 'photo.jpg'), await noisyJpeg(1600, 900));
  for (let story = 0; story < STORIES; story++) {
    const text = `![${take(8)}](/photo.jpg)\n\n${body()}`;
    // Of one more source than the page has links for.
    for (let i = 0; i < LINKS; i++) write(story + i, text);
  }
  for (let i = 0; i < SOURCES * PLAIN; i++) write(i, body());
}
