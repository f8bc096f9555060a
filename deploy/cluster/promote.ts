import { promoteServer, query } from './ask-server.ts';

/** How long a server may take to say what it is, in milliseconds. */
const LIMIT = 10_000;

type Role = 'primary' | 'standby' | 'none';

/**
 * Makes the standby the primary, where no primary runs any more: two primaries would both be written.
 * @param ports of both servers, on the loopback
 * @param password of the superuser
 * @returns the port of the new primary
 * @throws where a primary answers, where a server runs that does not say what it is, where no standby answers, and where it does not become the primary
 */
export async function promote(ports: readonly number[], password: string): Promise<number> {
  const urlOf = (port: number): string => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const standbys: number[] = [];
  for (const port of ports) {
    const role = await askRole(urlOf(port)).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : error;
      throw new Error(
        `the server on port ${port} runs, but does not say whether it is the primary (${reason}); end it first`,
      );
    });
    if (role === 'primary') throw new Error(`the server on port ${port} is the primary, and answers; end it first`);
    if (role === 'standby') standbys.push(port);
  }
  const [standby] = standbys;
  if (standby === undefined || standbys.length > 1) {
    throw new Error(`ports ${ports.join(', ')}: found ${standbys.length} standbys that answer, expected one`);
  }
  await promoteServer(urlOf(standby));
  return standby;
}

/** @throws where a server listens that does not answer the question, as while it starts or is stopped */
async function askRole(url: string): Promise<Role> {
  try {
    const [row] = await query(url, 'SELECT pg_is_in_recovery() AS is_standby', LIMIT);
    return row?.is_standby === true ? 'standby' : 'primary';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return 'none';
    throw error;
  }
}
