import type { RubyHash } from './ruby/values.ts';

/**
 * What a template may ask for. Everything comes through here: the renderer reads no file and no clock. Values are those of YAML:
 * texts, numbers, booleans, null, arrays, `Map` or plain objects, and `Date` for instants. A member of `page` or `site` may be a
 * function without parameters; it is called when a template asks for the member.
 */
export interface LiquidEnvironment {
  /** `page`: front matter with Jekyll's own members (`title`, `url`, `date`, `id`, `categories`, `tags`, `path`, …). */
  page: RubyHash;
  /** `site`: `_config.yml`. Its listings, `data` and `time` are added by the renderer. */
  site: RubyHash;
  /** `content`, where a layout is rendered. */
  content?: string;
  jekyll: { version: string; environment: string };
  /** IANA zone in which dates are written. */
  timezone: string;
  now: Date;
  /** Text of a file of `_includes` by its path there, without front matter handling; `undefined` where there is none. */
  readInclude(name: string): string | undefined;
  /** Text of a file by its path from the folder of the text; `undefined` where there is none. */
  readRelative(path: string): string | undefined;
  /** What `_data` holds under a name, a file without its extension or a folder; `undefined` where there is nothing. */
  readData(name: string): unknown;
  /** Names that `readData` knows. */
  dataNames(): readonly string[];
  /** What `site.<name>` holds, where that is a list of files: `posts`, `pages`, the label of a collection. */
  readListing(name: string): { value: unknown } | undefined;
  /** Address, without `baseurl`, of the post that `{% post_url name %}` means: `2024-01-12-name` or `folder/2024-01-12-name`. */
  postUrl(name: string): string | undefined;
  /** Address, without `baseurl`, of what stands at a path of the site, as in `{% link _posts/2024-01-12-name.md %}`. */
  linkUrl(path: string): string | undefined;
  /** HTML of a Markdown text. */
  markdownify(markdown: string): string;
  /** A text with typographic quotes, dashes and dots. */
  smartify(text: string): string;
  /** What stands before and after the HTML of `highlight`: line ends in Markdown, which makes it a block; nothing in HTML. */
  aroundHtml: readonly [string, string];
}

/** Something that an editor should look at; the post is published all the same. */
export interface LiquidWarning {
  /** Line of the text, or of the include that the message names, from 1. */
  line: number;
  message: string;
}

export interface LiquidResult {
  text: string;
  /**
   * What the text depends on beside itself, sorted: `include:note.html`, `relative:part.md`, `data:authors`,
   * `post:2024-01-12-name`, `link:_posts/…`, `site:posts`, `page:next`, `clock`. Names that were asked for and not found are among them.
   */
  uses: string[];
  warnings: LiquidWarning[];
}
