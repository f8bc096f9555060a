/** How the servers of a cluster are asked and promoted. */
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { promoteServer, query } from '../../../deploy/cluster/ask-server.ts';
import { PostgresServer } from '../../../deploy/cluster/postgres-server.ts';
import { contextOfFile } from '../../support/servers/context-of-file.ts';
import { serverOptions, withoutPostgres } from '../../support/servers/postgres-server.ts';
import { until, within } from '../../support/wait.ts';

const context = contextOfFile();
const options = { skip: withoutPostgres };
const ENDLESS = 'SELECT pg_sleep(100000)';
let server: PostgresServer;

before(async () => {
  if (withoutPostgres !== false) return;
  const { options, remove } = await serverOptions();
  context.after(remove);
  server = await within('PostgreSQL to be ready', PostgresServer.create(options));
  context.after(() => within('the end of PostgreSQL', server.stop()));
});

test('gives up a question that is not answered in time', options, async () => {
  const answer = query(server.url, ENDLESS, 1_000);
  await assert.rejects(within('the end of the question', answer), { message: /\btimeout\b/ });
});

test('refuses a promotion that has not been done', options, async (context) => {
  // In place of a standby that hangs for a minute.
  for (const sql of [
    'CREATE SCHEMA hung',
    'CREATE FUNCTION hung.pg_promote(boolean, integer) RETURNS boolean RETURN false',
    'ALTER ROLE postgres SET search_path = hung, pg_catalog',
  ]) {
    await server.query(sql);
  }
  context.after(() => server.query('ALTER ROLE postgres RESET search_path'));
  await assert.rejects(promoteServer(server.url), {
    message: `the server on port ${server.port} has not become the primary within 60 s`,
  });
});

test('fails a question whose server is killed, and nothing else', options, async (context) => {
  const question = `${ENDLESS} AS of_a_server_that_is_killed`;
  const answer = assert.rejects(server.query(question), { message: 'Connection terminated unexpectedly' });
  await until('the question to be asked', async () => {
    const rows = await server.query(`SELECT FROM pg_stat_activity WHERE query = '${question}'`);
    return rows.length > 0;
  });
  await within('the end of PostgreSQL', server.stop('SIGKILL'));
  context.after(() => within('PostgreSQL to be ready', server.start()));
  await within('the end of the question', answer);
});
