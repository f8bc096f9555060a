/**
 * Articles as Markdown, for programs that read text: GitHub's Markdown with YAML front matter, and llms.txt. Pure functions of what
 * the archive gives.
 */
export { renderLlms } from './llms.ts';
export { renderArticle } from './render-article.ts';
