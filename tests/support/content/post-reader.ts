/**
 * A worker that reads one post, so that a test can end what does not come to an end. It stays until it is ended, since the time it has
 * used can be asked for only while it runs.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { readPost } from '../../../lib/content/index.ts';
import { NOW, SETTINGS } from '../posts.ts';
import { readInSite } from './jekyll-site.ts';

const { path, text, isJekyll }: { path: string; text: string; isJekyll: boolean } = workerData;
const { kind } = isJekyll
  ? readInSite(text, undefined, path)
  : readPost(path, new TextEncoder().encode(text), SETTINGS, NOW);
parentPort?.postMessage(kind);
parentPort?.on('message', () => {});
