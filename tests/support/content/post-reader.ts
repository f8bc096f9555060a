/**
 * A worker that reads the posts that it is sent, so that a test can end what does not come to an end. The time it has used can be asked
 * for while it runs.
 */
import { parentPort } from 'node:worker_threads';
import { readPost } from '../../../lib/content/index.ts';
import { NOW, SETTINGS } from '../posts.ts';
import { readInSite } from './jekyll-site.ts';

/** What it is sent. */
export interface PostToRead {
  path: string;
  text: string;
  /** Whether it is read as a post of a Jekyll site. */
  isJekyll: boolean;
}

parentPort?.on('message', ({ path, text, isJekyll }: PostToRead) => {
  const { kind } = isJekyll
    ? readInSite(text, undefined, path)
    : readPost(path, new TextEncoder().encode(text), SETTINGS, NOW);
  parentPort?.postMessage(kind);
});
