import type { YamlValue } from './front-matter/yaml.ts';
import type { Collection } from './jekyll/collections.ts';
import type { CommonMarkOptions } from './markdown/commonmark.ts';
import type { KramdownOptions } from './markdown/kramdown/index.ts';

/** An entry of `defaults` in `_config.yml`: front matter for the files whose paths begin so. */
export interface FieldDefaults {
  /** `posts`, `pages` or the label of a collection; empty for all of them. */
  type: string;
  /** The beginning of the path, without a leading slash; empty for the whole content folder. With `*` a glob of folders or files. */
  path: string;
  values: ReadonlyMap<string, YamlValue>;
}

/** How the texts of a Jekyll site are read, where that differs from a plain archive. */
export interface JekyllSettings {
  /** Text of `_config.yml`: templates see it as `site`. */
  config: string;
  /** `site.url`: the origin of the portal, without a trailing slash. */
  url: string;
  /** `excerpt_separator` of the site; absent where an excerpt is the first paragraph. */
  excerptSeparator?: string;
  /** True where the plugin jekyll-redirect-from is not named: posts that say `redirect_to` are shown. */
  ignoresRedirectTo?: true;
  /** What CommonMark adds to the text, where `markdown` names it. */
  commonmark?: CommonMarkOptions;
  /** Options of kramdown; absent where `markdown` names another engine. */
  kramdown?: KramdownOptions;
}

/** The settings that affect how a post is read. */
export interface ContentSettings {
  /** IANA zone of addresses and of dates without a time. */
  timezone: string;
  naiveDates: 'utc' | 'site';
  /** Template or named style of Jekyll for the addresses of posts. */
  permalink: string;
  /** What the addresses of pages end in, where they have no permalink: `/`, `:output_ext`, or nothing. */
  pageSuffix: string;
  /** Without that of the posts. */
  collections: readonly Collection[];
  /** The folder of the host that the portal lies in, as in `/blog`; empty for the root. */
  basePath: string;
  /** Hosts (with port, if any) of the portal: its own and its aliases. */
  ownHosts: string[];
  /** True where posts and pages that say `published: false` are published all the same. */
  unpublished: boolean;
  /** True where the titles of posts that readers would not see yet say so. */
  marksDrafts: boolean;
  /** The most specific last. */
  defaults: FieldDefaults[];
  /** Endings of Markdown files: in lower case, without the dot. */
  markdownExtensions: readonly string[];
  /** Absent for a plain archive: its Markdown is GitHub's, and braces are text. */
  jekyll?: JekyllSettings;
}
