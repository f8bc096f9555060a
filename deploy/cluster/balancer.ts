import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Program, type ProgramOptions } from './program.ts';

/** What stands before the web nodes. */
export interface Balancer {
  /** Without a trailing slash. */
  url: string;
  /** Absent where it is no process of its own. */
  program?: Program;
  stop(): Promise<void>;
}

/** How a program is looked after. */
type Supervision = Pick<ProgramOptions, 'isDetached' | 'onEnd'>;

/** Starts a balancer before nodes on these ports of the loopback. @param folder for its files */
export type StartBalancer = (
  nodes: readonly number[],
  port: number,
  folder: string,
  supervision: Supervision,
) => Promise<Balancer> | Balancer;

export const isNginxInstalled = (): boolean => spawnSync('nginx', ['-v']).status === 0;

/** nginx, which must be installed. It may not answer yet. */
export const startNginx: StartBalancer = (nodes, port, folder, supervision) => {
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, nginxConfig(nodes, port, folder));
  const program = new Program({
    command: 'nginx',
    args: ['-c', config, '-e', 'stderr'],
    environment: process.env,
    log: join(folder, 'nginx.log'),
    ...supervision,
  });
  return { url: `http://127.0.0.1:${port}`, program, stop: () => program.stop() };
};

/**
 * A reader's address decides which node answers, so that one reader sees states in one order. Another node answers where that one does
 * not: requests have no effect, so they may be repeated. One that has too many requests has not failed, and is not passed over by
 * others: nginx would count it as failed if 503 stood in the first `proxy_next_upstream`, and none would be left where all have many.
 * Where all have failed within a second, they are asked all the same.
 */
const nginxConfig = (nodes: readonly number[], port: number, folder: string): string => `daemon off;
worker_processes 1;
pid "${folder}/nginx.pid";
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path "${folder}/nginx-${name}";`).join('\n')}
  upstream finews {
    hash $remote_addr consistent;
${nodes.map((node) => `    server 127.0.0.1:${node} max_fails=1 fail_timeout=1s;`).join('\n')}
    keepalive 64;
  }
  upstream any_finews {
${nodes.map((node) => `    server 127.0.0.1:${node} max_fails=0;`).join('\n')}
    keepalive 64;
  }
  server {
    listen 127.0.0.1:${port};
    # Searches may have 10,000 characters; finews takes no content.
    large_client_header_buffers 4 128k;
    client_max_body_size 1k;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_connect_timeout 1s;
    proxy_read_timeout 20s;
    proxy_buffers 64 16k;
    proxy_buffer_size 16k;
    proxy_max_temp_file_size 0;
    location / {
      proxy_pass http://finews;
      proxy_next_upstream error timeout;
      proxy_intercept_errors on;
      error_page 502 503 = @any;
    }
    recursive_error_pages on;
    location @any {
      proxy_pass http://any_finews;
      proxy_next_upstream error timeout http_503;
      error_page 502 = @refusing;
    }
    # All that answer refuse, and the one that was asked last does not answer.
    location @refusing {
      proxy_pass http://finews;
      proxy_next_upstream error timeout;
    }
  }
}
`;
