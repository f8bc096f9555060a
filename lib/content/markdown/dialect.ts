import type { ContentSettings } from '../settings.ts';
import { renderKramdown } from './kramdown/index.ts';
import { renderMarkdown } from './render.ts';

/** HTML of a Markdown text, in the dialect of the site. */
export function renderMarkdownOf({ jekyll }: Pick<ContentSettings, 'jekyll'>, text: string): string {
  return jekyll?.kramdown ? renderKramdown(text, jekyll.kramdown) : renderMarkdown(text, jekyll?.commonmark);
}
