import type { Listing } from '../../lib/archive/index.ts';
import type { UpdateReport } from '../../lib/ingest/index.ts';
import { postText } from './portal-folder.ts';

/** Two files of a content folder, in the order of their paths and of their dates. */
export const POST_A = '_posts/2022-03-01-a.md';
export const POST_B = '_posts/2022-03-02-b.md';

/** A post's file text, in a category with a title. */
export const text = (title: string, more: Record<string, string> = {}): string =>
  postText({ title, categories: 'ribao', tags: '日报新闻', ...more });

/** Titles of the articles of a page of a listing, in their order. */
export const titles = (listing: Pick<Listing, 'articles'> | undefined): string[] =>
  listing?.articles.map(({ title }) => title) ?? [];

/** The counts of a report. */
export const counts = ({ posts, added, changed, removed, skipped, errors }: UpdateReport) => ({
  posts,
  added,
  changed,
  removed,
  skipped,
  errors,
});
