/**
 * From one file's bytes to one article: front matter, permalink, Markdown, sanitizer. Pure: no disk, no clock, no Next.
 * Hides YAML, Markdown and the shapes of the old archive; what goes out is an `Article` or a `Problem`.
 */

export { fromZoned, isTimeZone, toZoned, toZonedIso, type ZonedFields } from '../calendar.ts';
export { unknownPlaceholder } from './address/permalink.ts';
export type { Article, SafeHtml } from './article.ts';
export { ContentError, type Problem } from './errors.ts';
export { frameWideParts } from './html/frame.ts';
export { findForeignLanguage } from './html/languages.ts';
export {
  type CategoryStub,
  type ContentSettings,
  MAX_POST_BYTES,
  type Reading,
  readCategoryStub,
  readPost,
  tooLarge,
} from './read-post.ts';
