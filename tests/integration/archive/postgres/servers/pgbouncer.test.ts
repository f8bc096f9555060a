import assert from 'node:assert/strict';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { type Archive, openArchive } from '../../../../../lib/archive/index.ts';
import { type ArchiveStore, openStore } from '../../../../../lib/archive/open-store.ts';
import { queryOf } from '../../../../support/archive/query-of.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../../../support/archive-posts.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { startPgBouncer, withoutPgBouncer } from '../../../../support/servers/pgbouncer.ts';
import { END_HOLDER_OF_LOCK } from '../../../../support/servers/test-database.ts';
import { within } from '../../../../support/wait.ts';

/** Fewer than the pages that are read at once. */
const POOL_SIZE = 8;
const PAGES = 60;
/** What docs/operators.md asks for. */
const POOL_OF_WRITERS = 4;

const options = { skip: withoutPgBouncer };

/** An archive behind PgBouncer. */
async function start(
  context: TestContext,
): Promise<{ folder: PortalFolder; archive: Archive; store: ArchiveStore; url: string }> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  const url = await startPgBouncer(context, folder.database?.url ?? '', POOL_SIZE);
  const location = { dataDir: folder.dataDir, databaseUrl: url };
  await folder.update({}, { DATABASE_URL: url });
  const archive = openArchive(location);
  context.after(() => archive.close());
  return { folder, archive, store: openStore({ ...location, timezone: 'Asia/Shanghai' }), url };
}

test('makes, changes and searches an archive behind PgBouncer in transaction mode', options, async (context) => {
  const { folder, archive, url } = await start(context);
  folder.write(B, text('乙'));
  await folder.update({}, { DATABASE_URL: url });
  const { hits } = await archive.search(queryOf('乙'), { order: 'date', limit: 5 });
  assert.deepEqual(
    [titles(await archive.listArticles({ kind: 'latest' }, 1)), hits.map(({ title }) => title)],
    [['乙', '甲'], ['乙']],
  );
});

test('reads more pages at once than PgBouncer has connections, each in one state', options, async (context) => {
  const { archive } = await start(context);
  const states = await Promise.all(
    Array.from({ length: PAGES }, () =>
      archive.observe(async (observed) => [
        await observed.getState(),
        titles(await observed.listArticles({ kind: 'latest' }, 1)),
      ]),
    ),
  );
  assert.deepEqual(new Set(states.map(({ result }) => JSON.stringify(result))).size, 1);
});

test('gives the duty to write to one process at a time behind PgBouncer', options, async (context) => {
  const { store, archive, url, folder } = await start(context);
  const duty = await store.takeDuty();
  context.after(() => duty?.release());
  // Whatever comes between has other sessions of the server.
  await Promise.all(Array.from({ length: PAGES }, () => archive.getState()));
  const other = openStore({ dataDir: folder.dataDir, databaseUrl: url, timezone: 'Asia/Shanghai' });
  assert.deepEqual([duty !== undefined, await other.takeDuty()], [true, undefined]);
});

test(
  'writes behind PgBouncer with as many connections as an ingester needs, while another waits',
  options,
  async (context) => {
    const folder = new PortalFolder(context, { [A]: text('甲') });
    await folder.database?.create();
    const databaseUrl = await startPgBouncer(context, folder.database?.url ?? '', POOL_OF_WRITERS);
    const [first, second] = ['first', 'second'].map((name) =>
      openStore({ dataDir: join(folder.dataDir, name), databaseUrl, timezone: 'Asia/Shanghai' }),
    );
    const duty = await first?.takeDuty();
    context.after(() => duty?.release());
    const [, waiting] = await Promise.all([folder.update({ duty }, { DATABASE_URL: databaseUrl }), second?.takeDuty()]);
    assert.deepEqual(
      [duty !== undefined, waiting, titles(await folder.archive.listArticles({ kind: 'latest' }, 1))],
      [true, undefined, ['甲']],
    );
  },
);

test('tells who has the duty to write behind PgBouncer that it has lost it', options, async (context) => {
  const { store, folder } = await start(context);
  const duty = await store.takeDuty();
  assert.ok(duty);
  context.after(() => duty.release());
  await folder.query(END_HOLDER_OF_LOCK);
  assert.equal(await within('the loss of the duty', duty.lost), undefined);
});
