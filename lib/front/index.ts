/**
 * The front: the reverse proxy between readers and the workers that render. It refuses malformed requests, sends answers under a
 * constant Content-Security-Policy, keeps each of them until an update touches what it was made from, compresses each of them
 * once, answers conditional requests (ETag, 304), and restarts workers that die.
 *
 * Upstream: the workers, as the front sees them. State: what every answer depends on beside its address.
 */
export { type Front, listen, startFront } from './server.ts';
export type { StateSource } from './shown-state.ts';
export { type PortalState, toPortalState } from './state.ts';
export { forkWorker } from './upstream/fork-worker.ts';
export { RefusedError, type Upstream, type UpstreamAnswer, UpstreamError } from './upstream/upstream.ts';
export { WorkerPool } from './upstream/worker-pool.ts';
