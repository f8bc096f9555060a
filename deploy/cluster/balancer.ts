import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program } from './program.ts';

/** What stands before the web nodes. */
export interface Balancer {
  /** Without a trailing slash. */
  url: string;
  stop(): Promise<void>;
}

/** Starts a balancer before nodes on these ports of the loopback. @param folder for its files */
export type StartBalancer = (nodes: readonly number[], port: number, folder: string) => Promise<Balancer>;

/** nginx, which must be installed. */
export const startNginx: StartBalancer = async (nodes, port, folder) => {
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, nginxConfig(nodes, port, folder));
  const nginx = new Program({
    command: 'nginx',
    args: ['-c', config, '-e', 'stderr'],
    environment: process.env,
    log: join(folder, 'nginx.log'),
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => nginx.stop() };
};

/**
 * A reader's address decides which node answers, so that one reader sees states in one order. Another node answers where that one does
 * not: requests have no effect, so they may be repeated.
 */
const nginxConfig = (nodes: readonly number[], port: number, folder: string): string => `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  upstream finews {
    hash $remote_addr consistent;
${nodes.map((node) => `    server 127.0.0.1:${node} max_fails=1 fail_timeout=1s;`).join('\n')}
    keepalive 64;
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://finews;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_connect_timeout 1s;
      proxy_read_timeout 20s;
      proxy_next_upstream error timeout;
      proxy_buffers 64 16k;
      proxy_max_temp_file_size 0;
    }
  }
}
`;
