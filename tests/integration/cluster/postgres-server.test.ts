/** Servers of a cluster and their programs. */
import assert from 'node:assert/strict';
import { existsSync, globSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { findInstalled, prepareLaunch } from '../../../deploy/cluster/postgres-programs.ts';
import { PostgresServer, type ServerOptions } from '../../../deploy/cluster/postgres-server.ts';
import { serverOptions, withoutPostgres } from '../../support/servers/postgres-server.ts';
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

test('says why a server has ended', async (context) => {
  const given = await optionsOf(context);
  const script = `case "$0" in *initdb) mkdir "$2"; exit;; esac
echo 'LOG:  database system is ready to accept connections' >&2
while [ ! -e "${join(given.folder, 'full')}" ]; do sleep 0.05; done
echo 'FATAL:  the disk is full' >&2; exit 3`;
  const ended = Promise.withResolvers<string>();
  const server = await PostgresServer.create({
    ...given,
    bin: writePrograms(given.folder, script),
    onEnd: ended.resolve,
  });
  context.after(() => server.stop());
  writeFileSync(join(given.folder, 'full'), '');
  const message = await within('the end of the server', ended.promise);
  assert.equal(message, `PostgreSQL on port ${given.port} ended with 3: FATAL:  the disk is full`);
});

test('finds the libraries of a package that has moved', { skip: withoutPostgres }, async (context) => {
  const { folder } = await optionsOf(context);
  prepareLaunch(folder);
  const links = globSync(join(folder, 'lib', '*'));
  for (const link of links) {
    rmSync(link);
    symlinkSync('/no/such/library', link);
  }
  prepareLaunch(folder);
  assert.deepEqual(links.map(existsSync), Array(links.length).fill(true));
});

test('says which program is missing', async (context) => {
  const given = await optionsOf(context);
  await assert.rejects(PostgresServer.create({ ...given, bin: given.folder }), {
    message: `${given.folder}: found no initdb, no postgres, no pg_basebackup; expected the folder of PostgreSQL's programs`,
  });
});
