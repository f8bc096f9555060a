/** Servers of a cluster that run with the programs of a system. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { findInstalled } from '../../../deploy/cluster/postgres-programs.ts';
import { PostgresServer, type ServerOptions } from '../../../deploy/cluster/postgres-server.ts';
import { serverOptions } from '../../support/servers/postgres-server.ts';
import { until, within } from '../../support/wait.ts';

const [installed] = findInstalled();
const options = { skip: installed === undefined && 'PostgreSQL is not installed' };

async function optionsOf(context: TestContext): Promise<ServerOptions> {
  const { options, remove } = await serverOptions();
  context.after(remove);
  return options;
}

/** A folder of programs that all do the same, in place of PostgreSQL's. */
function writePrograms(folder: string, script: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const program of ['initdb', 'postgres', 'pg_basebackup']) {
    writeFileSync(join(bin, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return bin;
}

test('makes a standby by pg_basebackup', options, async (context) => {
  const servers: PostgresServer[] = [];
  const [ofPrimary, ofStandby] = [await optionsOf(context), await optionsOf(context)];
  context.after(async () => {
    for (const server of servers.reverse()) await server.stop();
  });
  const primary = await within('a primary', PostgresServer.create({ ...ofPrimary, bin: installed }));
  servers.push(primary);
  const standby = await within('a standby', PostgresServer.follow(primary, { ...ofStandby, bin: installed }));
  servers.push(standby);
  await primary.query('CREATE TABLE written_later ()');
  await until('the table on the standby', async () => {
    const [row] = await standby.query("SELECT to_regclass('written_later') IS NOT NULL AS has");
    return row?.has === true;
  });
});

test('lets nobody but the server read the password that it is made with', async (context) => {
  const given = await optionsOf(context);
  const bin = writePrograms(given.folder, `stat -c '%a %u' "${join(given.folder, 'password')}" >&2; exit 1`);
  const user = process.geteuid?.() === 0 ? 65_534 : process.geteuid?.();
  await assert.rejects(PostgresServer.create({ ...given, bin }), { message: `initdb failed: 600 ${user}` });
});

test('says which program is missing', async (context) => {
  const given = await optionsOf(context);
  await assert.rejects(PostgresServer.create({ ...given, bin: given.folder }), {
    message: `${given.folder}: found no initdb, no postgres, no pg_basebackup; expected the folder of PostgreSQL's programs`,
  });
});
