import { Client } from 'pg';

/** How long a server may take to let somebody in, and to answer one question, in milliseconds: more than a busy machine needs. */
const LIMIT = 60_000;
/** How long a standby may take to become the primary, in seconds. */
const PROMOTION_LIMIT = 60;

/**
 * Uses a connection to a server, which ends with the use.
 * @param limit of the connection, and of each question, in milliseconds
 * @throws where the server does not let it in, or is lost
 */
export async function connectTo<T>(url: string, use: (client: Client) => Promise<T>, limit = LIMIT): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: limit, query_timeout: limit });
  // Its loss fails the question too.
  client.on('error', () => {});
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end();
  }
}

/** Asks one question. @param limit as of `connectTo` @throws as `connectTo` does, and where the server refuses */
export const query = (url: string, sql: string, limit?: number): Promise<Record<string, unknown>[]> =>
  connectTo(url, async (client) => (await client.query(sql)).rows, limit);

/** Makes a standby the primary. @throws where it has not become so in time */
export async function promoteServer(url: string): Promise<void> {
  const [row] = await query(url, `SELECT pg_promote(true, ${PROMOTION_LIMIT}) AS is_done`, 2000 * PROMOTION_LIMIT);
  if (row?.is_done === true) return;
  throw new Error(`the server on port ${new URL(url).port} has not become the primary within ${PROMOTION_LIMIT} s`);
}
