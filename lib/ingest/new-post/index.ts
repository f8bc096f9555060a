/** Writes new posts into the content folder, for editors. */
export { readDate, writeNewPost } from './new-post.ts';
export type { NewPost } from './post-text.ts';
