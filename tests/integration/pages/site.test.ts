/** The pages of one portal, which all parts share: to start one takes longer than to ask for its pages. */
import './site/addresses.ts';
import './site/articles.ts';
import './site/listings.ts';
// These add files: what lists and counts comes before, and what withdraws an article before what adds one.
import './site/article-api.ts';
import './site/documents.ts';
