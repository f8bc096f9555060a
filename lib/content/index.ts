/**
 * Reads one file's bytes into one article or page: front matter, permalink, Markdown, sanitizer. Pure: no disk, no clock, no Next.
 * Hides YAML, Markdown and the forms of the old archive; the result is an `Article`, a `ContentPage` or a `Problem`.
 */

export { unknownPlaceholder } from './address/permalink.ts';
export { readStaticAddress } from './address/static-address.ts';
export type { Article, ContentPage, SafeHtml } from './article.ts';
export { type CategoryStub, readCategoryStub } from './category-stub.ts';
export { MAX_POST_BYTES, tooLarge } from './decode.ts';
export { ContentError, describeValue, type Problem } from './errors.ts';
export { parseDate } from './front-matter/dates.ts';
export { beginsWithFrontMatter, OPENING_BYTES } from './front-matter/opening.ts';
export { flagOf, textOf, textOrMember } from './front-matter/values.ts';
export { parseYaml, type YamlValue } from './front-matter/yaml.ts';
export { frameWideParts } from './html/frame.ts';
export { findForeignLanguage } from './html/languages.ts';
export { readIdentity } from './identity.ts';
export { listOwnAddresses } from './inspect/addresses.ts';
export { type Position, Positions } from './inspect/positions.ts';
export { type Collection, readCollections, readPageSuffix } from './jekyll/collections.ts';
export { readJekyllSettings } from './jekyll/config.ts';
export { checkData } from './jekyll/data.ts';
export { NEWEST_POSTS, type SiteListings } from './jekyll/listings.ts';
export { mendConfig } from './jekyll/mend-config.ts';
export { JekyllSite, type SiteFiles } from './jekyll/site.ts';
export { usesOfPath } from './jekyll/templates.ts';
export { readPage } from './page/read-page.ts';
export type { Correction } from './post/corrections.ts';
export { readPost } from './post/read-post.ts';
export type { NamedStock } from './post/stocks.ts';
export type { Reading } from './reading.ts';
export type { ContentSettings, FieldDefaults, JekyllSettings } from './settings.ts';
export { shadowFormulas } from './typeset/formulas.ts';
