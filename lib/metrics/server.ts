import { once } from 'node:events';
import { createServer } from 'node:http';
import type { PortalMetrics } from './portal-metrics.ts';

export interface MetricsServer {
  /** Address of the figures. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the figures at `/metrics`, on a port of their own.
 * @param address where 0 as a port lets the system choose
 * @throws if the address cannot be listened on, with the system's code (`EADDRINUSE`, `EADDRNOTAVAIL`)
 */
export async function startMetricsServer(
  metrics: PortalMetrics,
  { host, port }: { host: string; port: number },
): Promise<MetricsServer> {
  const server = createServer(async ({ method, url }, response) => {
    try {
      if (url !== '/metrics' || (method !== 'GET' && method !== 'HEAD')) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('see /metrics\n');
        return;
      }
      const { text, contentType } = await metrics.render();
      response.writeHead(200, { 'content-type': contentType }).end(text);
    } catch {
      response.writeHead(500).end();
    }
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address ? address : { port, family: '', address: host };
  const name = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address;
  return {
    url: `http://${name}:${bound.port}/metrics`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
