/** One Next server in a process of its own, on a port that the system chooses and that it tells its parent. Ends with its parent. */
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import next from 'next';
import { FRONT_HOST, MAX_HEAD_BYTES } from './headers.ts';
import { makePageHeaders, POLICY_HEADER } from './page-request.ts';
import { RouteAddresses } from './route-address.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const app = next({ dev: false, dir: root });
await app.prepare();
const addresses = new RouteAddresses(root);
const handle = app.getRequestHandler();
const server = createServer({ maxHeaderSize: MAX_HEAD_BYTES }, (request, response) => {
  // What proxy.ts does for requests that do not come from the front; there it takes a twentieth of the time of a page.
  const url = new URL(`http://${FRONT_HOST}${request.url}`);
  const headers = makePageHeaders(url);
  request.url = addresses.toRoute(url.pathname) + url.search;
  Object.assign(request.headers, headers, { host: FRONT_HOST });
  response.setHeader(POLICY_HEADER, headers[POLICY_HEADER]);
  void handle(request, response);
});
// The front keeps its connections for longer than this server would by default.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address !== 'object' || !address) return;
  // Pages in traditional characters are made of those that this server itself gives.
  process.env.FINEWS_ORIGIN = `http://127.0.0.1:${address.port}`;
  process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => server.close(() => process.exit()));
// Ctrl+C reaches the whole group; the front decides when its worker may go.
process.on('SIGINT', () => {});
