import assert from 'node:assert/strict';
import { type Article, type ContentSettings, type Reading, readPost } from '../../lib/content/index.ts';

/** Settings of the old site. */
export const SETTINGS: ContentSettings = {
  timezone: 'Asia/Shanghai',
  naiveDates: 'utc',
  permalink: 'date',
  pageSuffix: ':output_ext',
  collections: [],
  basePath: '',
  ownHosts: ['finews.withounder.com', 'finews.zning.me'],
  unpublished: false,
  marksDrafts: false,
  defaults: [],
  markdownExtensions: ['markdown', 'md'],
};

/** When posts are read, in seconds since 1970. */
export const NOW = Date.parse('2026-11-25T12:00:00Z') / 1000;

/** Reads one post's text. */
export function read(
  text: string,
  path = '_posts/2022-03-01-name.md',
  settings: Partial<ContentSettings> = {},
): Reading {
  return readPost(path, new TextEncoder().encode(text), { ...SETTINGS, ...settings }, NOW);
}

/** Reads one post that must become an article. */
export function readArticle(text: string, path?: string, settings?: Partial<ContentSettings>): Article {
  const reading = read(text, path, settings);
  assert.equal(reading.kind, 'article', JSON.stringify(reading));
  return (reading as Extract<Reading, { kind: 'article' }>).article;
}

/** A post's text of some front matter and a body. */
export const post = (frontMatter: string, body = '正文'): string => `---\n${frontMatter}\n---\n${body}\n`;
