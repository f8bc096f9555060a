/**
 * From one file's text to one article: front matter, permalink, Markdown, sanitizer. Pure: no disk, no clock, no Next.
 */
export type { Article, SafeHtml } from './article.ts';
