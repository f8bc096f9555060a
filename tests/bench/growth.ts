/**
 * Processor time of reading posts that repeat one construct, over growing posts: four times the bytes take four times as long
 * where everything is linear, sixteen times where a step is quadratic.
 *
 *   node tests/bench/growth.ts [part of a name]
 */
import { readPost } from '../../lib/content/index.ts';
import { readInSite } from '../support/content/jekyll-site.ts';
import { REPETITIVE_POSTS } from '../support/content/repetitive-posts.ts';
import { NOW, SETTINGS } from '../support/posts.ts';

const SIZES = [120_000, 480_000, 1_920_000];

const milliseconds = (path: string, text: string, isJekyll: boolean): number => {
  const bytes = new TextEncoder().encode(text);
  const start = process.threadCpuUsage();
  if (isJekyll) readInSite(text, undefined, path);
  else readPost(path, bytes, SETTINGS, NOW);
  const { user, system } = process.threadCpuUsage(start);
  return Math.round((user + system) / 1000);
};

const [part = ''] = process.argv.slice(2);
console.log(
  `| ${SIZES.map((size) => `${size / 1000} KB`).join(' | ')} | of |\n| ${'---: | '.repeat(SIZES.length)}--- |`,
);
for (const { name, path, isJekyll, write } of REPETITIVE_POSTS) {
  if (!name.includes(part)) continue;
  const times = SIZES.map((size) => milliseconds(path, write(size), isJekyll));
  console.log(`| ${times.map((time) => `${time} ms`).join(' | ')} | ${name.replaceAll('|', '\\|')} |`);
}
