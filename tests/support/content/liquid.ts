import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { LiquidEnvironment } from '../../../lib/content/liquid/index.ts';

const FOLDER = 'tests/fixtures/liquid';
const read = (path: string): string => readFileSync(`${FOLDER}/${path}`, 'utf8');

/** Files of `_includes` of the site that the templates were recorded with. */
const INCLUDES = ['note.html', 'outer.html', 'sub/inner.html', 'rec.html', 'plain.html'];

type Post = Record<string, unknown> & { url: string; path: string; tags: string[]; categories: string[] };

function readPosts(): Post[] {
  const recorded = JSON.parse(read('posts.json')) as (Post & { date: number })[];
  const posts: Post[] = recorded.map((post) => ({ ...post, date: new Date(post.date * 1000) }));
  for (const [index, post] of posts.entries()) {
    post.next = () => posts[index - 1];
    post.previous = () => posts[index + 1];
  }
  return posts;
}

/** Posts by each of their values under a key, as `site.tags` lists them. */
function listBy(posts: readonly Post[], key: 'tags' | 'categories'): Map<string, Post[]> {
  const listing = new Map<string, Post[]>();
  for (const post of posts.toReversed()) {
    for (const name of post[key]) listing.set(name, [...(listing.get(name) ?? []), post]);
  }
  return listing;
}

/** The site of the fixture; some of it may be replaced. */
export function fixtureEnvironment(changes: Partial<LiquidEnvironment> = {}): LiquidEnvironment {
  const posts = readPosts();
  const [page] = posts;
  if (!page) throw new Error('the fixture has no posts');
  const config = load(read('site/_config.yml')) as Record<string, unknown>;
  const data: Record<string, unknown> = {
    people: load(read('site/_data/people.yml')),
    nested: { x: load(read('site/_data/nested/x.yml')) },
  };
  const listings: Record<string, unknown> = {
    posts,
    tags: listBy(posts, 'tags'),
    categories: listBy(posts, 'categories'),
  };
  return {
    page,
    site: config,
    jekyll: { version: '4.3.1', environment: 'development' },
    timezone: 'Asia/Shanghai',
    now: new Date(1_763_000_000_000),
    readInclude: (name) => (INCLUDES.includes(name) ? read(`site/_includes/${name}`) : undefined),
    readRelative: () => undefined,
    readData: (name) => data[name],
    dataNames: () => Object.keys(data),
    readListing: (name) => (Object.hasOwn(listings, name) ? { value: listings[name] } : undefined),
    postUrl: (name) => posts.find(({ path }) => path === `_posts/${name}.md`)?.url,
    linkUrl: (path) => posts.find((post) => post.path === path)?.url,
    markdownify: (markdown) => `<p>${markdown}</p>\n`,
    smartify: (text) => text,
    aroundHtml: ['\n', '\n'],
    ...changes,
  };
}

/** Templates with what Jekyll made of them; no text where it failed. */
export function recordedTemplates(): { template: string; text: string | undefined }[] {
  return read('expected.jsonl')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { template: string; text: string | undefined });
}
