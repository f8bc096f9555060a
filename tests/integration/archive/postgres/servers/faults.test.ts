import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import dns from 'node:dns';
import test, { before, type TestContext } from 'node:test';
import { Client } from 'pg';
import { openArchive } from '../../../../../lib/archive/index.ts';
import { type ArchiveStore, openStore } from '../../../../../lib/archive/open-store.ts';
import { explain } from '../../../../../lib/archive/postgres/errors.ts';
import { POST_A as A, text } from '../../../../support/archive-posts.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { contextOfFile } from '../../../../support/servers/context-of-file.ts';
import { until } from '../../../../support/wait.ts';

const context = contextOfFile();
let folder: PortalFolder;

before(async () => {
  folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.update();
});

/** A store at the address of the test's database, changed. */
function openAt(change: (url: URL) => void = () => {}): ArchiveStore {
  const url = new URL(folder.database?.url ?? '');
  change(url);
  return openStore({ dataDir: folder.dataDir, databaseUrl: url.href, timezone: 'Asia/Shanghai' });
}

/** What is said, without the place that it begins with, and what mends it. */
async function say(asking: Promise<unknown>): Promise<string> {
  try {
    await asking;
    return 'nothing';
  } catch (error) {
    assert.ok(error instanceof Error && 'remedy' in error, `not for operators: ${error}`);
    return `${error.message.replace(/^postgres:\/\/[^ ]*: /, '')} [${error.remedy}]`;
  }
}

const update = (store: ArchiveStore): Promise<void> =>
  store.update({ fingerprint: '', isFull: false, now: new Date() }, async () => {});

/** A role that is gone at the end of the test. */
async function makeRole(context: TestContext, options: string): Promise<string> {
  const role = `role_${randomBytes(6).toString('hex')}`;
  await folder.query(`CREATE ROLE ${role} ${options}`);
  context.after(() => folder.query(`DROP ROLE ${role}`));
  return role;
}

/** What operators get wrong in an address, whatever setting it is from. */
const withoutPassword = (url: URL): void => {
  url.password = '';
};
const withTls = (url: URL): void => url.searchParams.set('sslmode', 'verify-full');
const withMissingAuthority = (url: URL): void => url.searchParams.set('sslrootcert', '/no/such.pem');

for (const [name, change, line] of [
  [
    'there is no password in the address',
    withoutPassword,
    'the server asks for a password, and DATABASE_URL has none; add it [operator]',
  ],
  [
    'the server has no TLS',
    withTls,
    'the server has no TLS; set ssl = on there, or leave sslmode out of DATABASE_URL [operator]',
  ],
  [
    'the file of the authority is missing',
    withMissingAuthority,
    "a file that the address names cannot be read (ENOENT: no such file or directory, open '/no/such.pem'); mend DATABASE_URL [operator]",
  ],
  [
    'the address does not say what the server is told',
    (url: URL) => url.searchParams.set('options', '-c nonsense=1'),
    'the server says: unrecognized configuration parameter "nonsense" (42704); see its log [operator]',
  ],
] as const) {
  test(`says in one line that ${name}`, async () => {
    assert.equal(await say(openAt(change).hasState()), line);
  });
}

for (const [name, change, line] of [
  [
    'the password is wrong',
    (url: URL) => {
      url.password = 'wrong';
    },
    'the password or the user is wrong; mend DATABASE_REPLICA_URLS [operator]',
  ],
  [
    'there is no password',
    withoutPassword,
    'the server asks for a password, and DATABASE_REPLICA_URLS has none; add it [operator]',
  ],
  [
    'the server has no TLS',
    withTls,
    'the server has no TLS; set ssl = on there, or leave sslmode out of DATABASE_REPLICA_URLS [operator]',
  ],
  [
    'the file of the authority is missing',
    withMissingAuthority,
    "a file that the address names cannot be read (ENOENT: no such file or directory, open '/no/such.pem'); mend DATABASE_REPLICA_URLS [operator]",
  ],
  [
    'nobody listens',
    (url: URL) => {
      url.port = '1';
    },
    'no server answers there; start it, or mend DATABASE_REPLICA_URLS [time]',
  ],
] as const) {
  test(`names the setting of replicas where one is from there, and ${name}`, async (context) => {
    const url = new URL(folder.database?.url ?? '');
    change(url);
    const archive = openArchive({ dataDir: folder.dataDir, databaseUrl: url.href, replicaUrls: [url.href] });
    context.after(() => archive.close());
    assert.equal(await say(archive.getState()), line);
  });
}

test('leaves no connection behind where there is no password', async () => {
  await assert.rejects(openAt(withoutPassword).hasState());
  // From PostgreSQL 18 on it is seen before it has said who it is. The server itself would end it after a minute.
  const waiting = "SELECT pid FROM pg_stat_activity WHERE state = 'starting'";
  await until('the end of the connection', async () => (await folder.query(waiting)).length === 0, 30_000);
});

test('says in one line that a role has no password', async (context) => {
  const role = await makeRole(context, 'LOGIN');
  const store = openAt((url) => {
    url.username = role;
  });
  assert.equal(await say(store.hasState()), 'the password or the user is wrong; mend DATABASE_URL [operator]');
});

test('says in one line that a role may not log in', async (context) => {
  const role = await makeRole(context, "NOLOGIN PASSWORD 'p'");
  const store = openAt((url) => {
    url.username = role;
    url.password = 'p';
  });
  assert.equal(
    await say(store.hasState()),
    `the server does not let this user in (role "${role}" is not permitted to log in); see its pg_hba.conf [operator]`,
  );
});

test('says in one line that a role has no connection left', async (context) => {
  const role = await makeRole(context, "LOGIN PASSWORD 'p' CONNECTION LIMIT 0");
  const store = openAt((url) => {
    url.username = role;
    url.password = 'p';
  });
  assert.equal(await say(store.hasState()), 'the server has no connection left; raise its max_connections [time]');
});

for (const [code, line] of [
  ['ENOTFOUND', 'there is no such host; mend DATABASE_URL [operator]'],
  ['EAI_AGAIN', 'the name of the host cannot be looked up [time]'],
] as const) {
  test(`says in one line what ${code} of the names of hosts means`, async (context) => {
    context.mock.method(dns, 'lookup', (...args: unknown[]) => {
      const error = Object.assign(new Error(`getaddrinfo ${code} db.example`), { code, syscall: 'getaddrinfo' });
      queueMicrotask(() => (args.at(-1) as (error: Error) => void)(error));
    });
    const store = openAt((url) => {
      url.hostname = 'db.example';
    });
    assert.equal(await say(store.hasState()), line);
  });
}

/** A database that tests of others do not get. */
async function makeDatabase(context: TestContext, options: string): Promise<string> {
  const name = `odd_${randomBytes(6).toString('hex')}`;
  await folder.query(`CREATE DATABASE ${name} ${options}`);
  context.after(() => folder.query(`DROP DATABASE ${name} WITH (FORCE)`));
  return name;
}

test('makes no tables in a database whose encoding cannot hold all texts', async (context) => {
  const name = await makeDatabase(context, "ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
  const store = openAt((url) => {
    url.pathname = name;
  });
  assert.equal(await say(update(store)), "LATIN1; make the database with ENCODING 'UTF8' [operator]");
});

/** What a server is told to say of itself, by a function that is found before its own. */
const OLD_SERVER = `CREATE FUNCTION current_setting(name text) RETURNS text LANGUAGE sql AS
  $$ SELECT CASE name WHEN 'server_version' THEN '13.23' WHEN 'server_version_num' THEN '130023'
    ELSE pg_catalog.current_setting(name) END $$`;

test('makes no tables on a server that is too old', async (context) => {
  const name = await makeDatabase(context, 'TEMPLATE template0');
  const url = new URL(folder.database?.url ?? '');
  url.pathname = name;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(`${OLD_SERVER}; ALTER DATABASE ${name} SET search_path = public, pg_catalog`);
  await client.end();
  const store = openAt((own) => {
    own.pathname = name;
  });
  assert.equal(await say(update(store)), 'PostgreSQL 13.23; 14 or newer is needed [operator]');
});

/** Lets each update fail with a code of PostgreSQL. */
const failing = (code: string): string => `CREATE OR REPLACE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION E'boom\\nbang' USING ERRCODE = '${code}'; END $$;
  CREATE OR REPLACE TRIGGER fail BEFORE UPDATE ON head FOR EACH ROW EXECUTE FUNCTION fail()`;

for (const [code, line] of [
  ['22P05', "the encoding of the database cannot hold all texts; make it with ENCODING 'UTF8' [operator]"],
  ['40P01', 'two processes waited for each other; it is tried again [time]'],
  [
    '42501',
    'the user lacks a right (boom bang); let it own the database, or grant what docs/operators.md names [operator]',
  ],
  ['53100', 'the disk of the server is full; make room on it [time]'],
  ['53200', 'the server has run out of memory; give it more, or lower its work_mem or max_connections [time]'],
  ['53400', 'the server says: boom bang (53400); see its log [time]'],
  ['57014', 'the server has cancelled a statement (boom bang); set statement_timeout to 0 for this user [time]'],
  ['57P05', 'the server ended the connection [time]'],
  ['58030', 'the server cannot read or write its files (boom bang); see its log and its disk [time]'],
  [
    'XX001',
    'the database is damaged (boom bang); restore it, or make an empty one and run: node bin/finews.mjs index [operator]',
  ],
  ['22012', 'the server says: boom bang (22012); see its log [operator]'],
] as const) {
  test(`says in one line what ${code} of the server means`, async (context) => {
    await folder.query(failing(code));
    context.after(() => folder.query('DROP TRIGGER fail ON head; DROP FUNCTION fail'));
    assert.equal(await say(update(openAt())), line);
  });
}

test('says in one line that others hold a lock for too long', () => {
  const explained = explain(Object.assign(new Error('boom'), { code: '55P03' }), 'postgres://u:secret@h/n');
  assert.equal(
    explained?.message,
    'postgres://h/n: another session holds a table or a row for longer than lock_timeout; see pg_stat_activity',
  );
});

for (const [code, line] of [
  [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'the authority of the certificate of the server is not known here (boom); name the file of its own by sslrootcert=',
  ],
  ['CERT_HAS_EXPIRED', 'the certificate of the server has expired; renew it'],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'the certificate of the server is for another host (boom); name the host as it does',
  ],
] as const) {
  test(`says in one line what ${code} of TLS means`, () => {
    const explained = explain(Object.assign(new Error('boom'), { code }), 'postgres://u:secret@h/n');
    assert.deepEqual([explained?.message, explained?.remedy], [`postgres://h/n: ${line}`, 'operator']);
  });
}

test('leaves errors of this program as they are', () => {
  assert.equal(explain(new TypeError('undefined is not a function'), 'postgres://h/n'), undefined);
});
