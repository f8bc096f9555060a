/** `npm start`: builds what is stale, indexes, serves. */
import { buildIfStale } from './application.ts';

await buildIfStale();
process.argv.splice(2, 0, 'serve');
await import('./finews.mjs');
