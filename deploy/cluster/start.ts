/**
 * Starts a whole cluster on the loopback of one machine, to try it and to break it: primary, streaming standby, two ingesters, three web
 * nodes, and nginx before them, where it is installed. Ends all of them at Ctrl+C; what they have written stays in the folder, and is
 * there at the next start. A primary that was passed over by a promotion is a standby then; its old data are kept beside the new.
 *
 *   node_modules/.bin/node deploy/cluster/start.ts --folder /srv/cluster --content /srv/content [--port 8080] [--nodes 3] [--workers 1]
 *     [--ingesters 2] [--postgres /usr/lib/postgresql/17/bin]
 *   node_modules/.bin/node deploy/cluster/start.ts --folder /srv/cluster --promote   # makes the standby the primary once that has ended; --port as above
 *
 * Servers listen on --port and the ports behind it. PostgreSQL's programs come from --postgres, from npm, or from where Debian puts them.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isNginxInstalled, startNginx } from './balancer.ts';
import { Cluster } from './cluster.ts';
import { promote } from './promote.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const HIGHEST_PORT = 65_535;
const MOST_OF_A_KIND = 100;

/** An operator has ended the cluster. */
class Ended extends Error {
  constructor(signal: NodeJS.Signals) {
    super(`ended by ${signal} before everything was started`);
  }
}

/** Aborted with what ends the cluster: `Ended`, or a fault of this program. */
const stop = new AbortController();

function readOptions() {
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
  const readNumber = (name: 'port' | 'nodes' | 'workers' | 'ingesters', most: number): number => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    throw new Error(`--${name}: found “${values[name]}”, expected a number from 1 to ${most}`);
  };
  const nodes = readNumber('nodes', MOST_OF_A_KIND);
  return {
    folder: resolve(values.folder),
    contentDir: resolve(values.content),
    // Behind it are the ports of two servers and of the nodes.
    port: readNumber('port', HIGHEST_PORT - 2 - nodes),
    nodes,
    workers: readNumber('workers', MOST_OF_A_KIND),
    ingesters: readNumber('ingesters', MOST_OF_A_KIND),
    bin: values.postgres,
    isPromotion: values.promote,
  };
}

type Options = ReturnType<typeof readOptions>;

/** Of all users of the database. It is made once, and kept for the next start. */
const passwordFile = (folder: string): string => join(folder, 'password');

function makePassword(folder: string): string {
  const file = passwordFile(folder);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** @throws where a port of the loopback cannot be listened on */
async function assertFree(port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    throw new Error(`port ${port} is not free (${reason}); end what listens there, or choose another --port`);
  }
  server.close();
  await once(server, 'close');
}

async function start({ folder, contentDir, port, nodes, workers, ingesters, bin }: Options): Promise<void> {
  for (const signal of SIGNALS) process.on(signal, () => stop.abort(new Ended(signal)));
  process.on('uncaughtException', (error) => stop.abort(error));
  if (!existsSync(contentDir)) throw new Error(`--content: found no folder ${contentDir}`);
  for (let n = 0; n <= 2 + nodes; n++) await assertFree(port + n);
  let last = port;
  const cluster = await Cluster.start({
    folder,
    contentDir,
    webNodes: nodes,
    workers,
    ingesters,
    password: makePassword(folder),
    nextPort: () => ++last,
    startBalancer: isNginxInstalled()
      ? (ports, _, where, supervision) => startNginx(ports, port, where, supervision)
      : undefined,
    bin,
    isDetached: true,
    signal: stop.signal,
    tell: (message) => console.error(message),
  });
  console.log(describe(cluster, folder));
  if (!stop.signal.aborted) await once(stop.signal, 'abort');
  console.log('everything is being ended');
  await cluster.stop();
  if (!(stop.signal.reason instanceof Ended)) throw stop.signal.reason;
}

function describe({ url, primary, standby, ingesters, webNodes }: Cluster, folder: string): string {
  const first =
    url === ''
      ? 'nginx is not installed: nothing stands before the web nodes, each of which is the portal'
      : `${url}/ is the portal`;
  return [
    `${first}; logs are in ${folder}`,
    `primary    pid ${primary.pid}, port ${primary.port}`,
    `standby    pid ${standby.pid}, port ${standby.port}`,
    ...ingesters.map(({ pid }) => `ingester   pid ${pid}`),
    ...webNodes.map(({ program, port }) => `web node   pid ${program.pid}, http://127.0.0.1:${port}/`),
  ].join('\n');
}

async function promoteStandby({ folder, port }: Options): Promise<void> {
  if (!existsSync(passwordFile(folder))) throw new Error(`--folder: found no cluster in ${folder}`);
  const primary = await promote([port + 1, port + 2], readFileSync(passwordFile(folder), 'utf8'));
  console.log(`the server on port ${primary} is the primary; end the cluster and start it again to have a standby`);
}

try {
  const options = readOptions();
  await (options.isPromotion ? promoteStandby(options) : start(options));
} catch (error) {
  console.error(`cluster: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
