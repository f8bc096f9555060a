/**
 * The front: the reverse proxy between readers and the Next workers. It refuses malformed requests, sends HTML without Next's
 * runtime under a constant Content-Security-Policy, caches finished answers for as long as the archive stays the same,
 * compresses each of them once, answers conditional requests (ETag, 304), and restarts workers that die.
 *
 * Upstream: the Next workers, as the front sees them. State: what every answer depends on beside its address.
 */
export { type Front, startFront } from './server.ts';
export { forkNextWorker } from './upstream/fork-next-worker.ts';
export { type Upstream, type UpstreamAnswer, UpstreamError } from './upstream/upstream.ts';
export { WorkerPool } from './upstream/worker-pool.ts';
