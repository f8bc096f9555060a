/** A worker that renders nothing: `/kill…` ends it, `/slow…` takes a while, everything else is answered with its own path. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const server = createServer(async ({ url = '' }, response) => {
  if (url.startsWith('/kill')) process.kill(process.pid, 'SIGKILL');
  if (url.startsWith('/slow')) await sleep(100);
  response.end(url);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.({ port: address?.port });
});
process.on('disconnect', () => process.exit());
