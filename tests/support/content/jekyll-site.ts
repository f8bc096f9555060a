import assert from 'node:assert/strict';
import {
  type ContentSettings,
  JekyllSite,
  parseYaml,
  type Reading,
  readCollections,
  readJekyllSettings,
  readPost,
  type SiteFiles,
  type SiteListings,
} from '../../../lib/content/index.ts';
import { EntryFilter } from '../../../lib/ingest/folder/entry-filter.ts';
import { NOW, SETTINGS } from '../posts.ts';

/** A Jekyll site without further files. */
export const EMPTY_SITE = { config: 'markdown: kramdown\n', files: {} };

/** Reads a post as one of a Jekyll site. */
export function readInSite(
  text: string,
  site: { config: string; files: Readonly<Record<string, string>>; listings?: SiteListings } = EMPTY_SITE,
  path = '_posts/2022-03-01-n.md',
): Reading {
  const config = parseYaml(site.config).value;
  assert.ok(config instanceof Map);
  const jekyll = readJekyllSettings(config, site.config, 'https://hewan.example');
  assert.ok(jekyll);
  const settings: ContentSettings = { ...SETTINGS, jekyll, collections: readCollections(config) };
  const jekyllSite = new JekyllSite(filesOf(site.files, settings), settings, site.listings);
  return readPost(path, new TextEncoder().encode(text), settings, NOW, jekyllSite);
}

/** The same, of a post that must become an article. */
export function readArticleInSite(...args: Parameters<typeof readInSite>) {
  const reading = readInSite(...args);
  assert.equal(reading.kind, 'article', JSON.stringify(reading));
  return reading as Extract<Reading, { kind: 'article' }>;
}

const filesOf = (files: Readonly<Record<string, string>>, { collections }: ContentSettings): SiteFiles => ({
  mayPublish: (path) =>
    new EntryFilter({
      exclude: [],
      include: [],
      collections: [...collections],
      drafts: false,
      jekyll: true,
    }).mayPublish(path),
  read: (path) => (Object.hasOwn(files, path) ? new TextEncoder().encode(files[path]) : undefined),
  list: (folder) => {
    const start = folder === '' ? '' : `${folder}/`;
    const below = Object.keys(files).filter((path) => path.startsWith(start));
    return [...new Set(below.map((path) => path.slice(start.length).replace(/\/.*/, '/')))].sort((a, b) =>
      a < b ? -1 : 1,
    );
  },
});
