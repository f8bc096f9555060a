/**
 * Starts a whole cluster on the loopback of one machine, to try it and to break it: primary, streaming standby, two ingesters, three web
 * nodes, and nginx before them. Ends all of them at Ctrl+C; what they have written stays in the folder.
 *
 *   node deploy/cluster/start.ts --folder /srv/cluster --content /srv/content [--port 8080] [--nodes 3] [--workers 1]
 *     [--ingesters 2] [--postgres /usr/lib/postgresql/17/bin]
 *   node deploy/cluster/start.ts --folder /srv/cluster --promote   # makes the standby the primary; --port as above
 *
 * Servers listen on --port and the ports behind it. PostgreSQL's programs come from --postgres, from npm, or from where Debian puts them.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { startNginx } from './balancer.ts';
import { Cluster } from './cluster.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    content: { type: 'string', default: 'content' },
    port: { type: 'string', default: '8080' },
    nodes: { type: 'string', default: '3' },
    workers: { type: 'string', default: '1' },
    ingesters: { type: 'string', default: '2' },
    postgres: { type: 'string' },
    promote: { type: 'boolean', default: false },
  },
});
if (values.folder === undefined) throw new Error('--folder: expected a folder for the data of all servers');
const folder = resolve(values.folder);
mkdirSync(folder, { recursive: true });
const password = readPassword(join(folder, 'password'));
const port = Number(values.port);

/** Made once, and kept for the next start. */
function readPassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

async function promote(): Promise<void> {
  for (const server of [port + 1, port + 2]) {
    const client = new Client(`postgres://postgres:${password}@127.0.0.1:${server}/postgres`);
    try {
      await client.connect();
      const { rows } = await client.query('SELECT pg_is_in_recovery() AS standby');
      if (!rows[0]?.standby) continue;
      await client.query('SELECT pg_promote(true, 60)');
      console.log(`the server on port ${server} is the primary`);
    } catch (error) {
      console.log(`the server on port ${server} does not answer: ${error instanceof Error ? error.message : error}`);
    } finally {
      await client.end();
    }
  }
}

async function start(): Promise<void> {
  let last = port;
  const cluster = await Cluster.start({
    folder,
    contentDir: resolve(values.content),
    webNodes: Number(values.nodes),
    workers: Number(values.workers),
    ingesters: Number(values.ingesters),
    password,
    nextPort: () => ++last,
    startBalancer: (nodes, _, where) => startNginx(nodes, port, where),
    bin: values.postgres,
  });
  const { primary, standby, ingesters, webNodes } = cluster;
  const lines = [
    `${cluster.url}/ is the portal; logs are in ${folder}`,
    `primary    pid ${primary.pid}, port ${primary.port}`,
    `standby    pid ${standby.pid}, port ${standby.port}`,
    ...ingesters.map(({ pid }) => `ingester   pid ${pid}`),
    ...webNodes.map(({ program, port }) => `web node   pid ${program.pid}, port ${port}`),
  ];
  console.log(lines.join('\n'));
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await cluster.stop();
}

await (values.promote ? promote() : start());
