/** Figures of a portal for Prometheus, by prom-client: what is counted while it answers, and what is read when it is asked for. */
export { PortalMetrics, type WorkerFigures } from './portal-metrics.ts';
export { type MetricsServer, startMetricsServer } from './server.ts';
