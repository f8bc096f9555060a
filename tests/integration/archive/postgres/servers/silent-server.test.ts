/** Servers that fall silent while they are written: nothing comes any more, not even the end of a connection. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { before, describe, type TestContext, test } from 'node:test';
import { Program } from '../../../../../deploy/cluster/program.ts';
import { openArchive } from '../../../../../lib/archive/index.ts';
import { openStore } from '../../../../../lib/archive/open-store.ts';
import { POST_A as A, POST_B as B, text, titles } from '../../../../support/archive-posts.ts';
import { runFinews } from '../../../../support/command/run-finews.ts';
import { PortalFolder } from '../../../../support/portal-folder.ts';
import { contextOfFile, lastFirst } from '../../../../support/servers/context-of-file.ts';
import { type Silence, type SilentProxy, startSilentProxy } from '../../../../support/servers/silent-proxy.ts';
import { until, within } from '../../../../support/wait.ts';

const C = '_posts/2022-03-03-c.md';
const LOST = 'finews: the right to write is lost; this process asks for it again';

/** What is under way when a server falls silent. */
interface Moment {
  name: string;
  words: string;
  silence: Silence;
  isFirstRun: boolean;
  /** What the ingester says of it; the address of the server is `-`. */
  line: string;
}

const MOMENTS: readonly Moment[] = [
  {
    name: 'in the COPY of a new archive',
    words: 'COPY entries',
    silence: 'unanswered',
    isFirstRun: true,
    line: 'finews: -: the server does not answer; trying again until it works',
  },
  { name: 'in an insertion', words: 'INSERT INTO articles', silence: 'unanswered', isFirstRun: false, line: LOST },
  { name: 'before a COMMIT reaches it', words: 'COMMIT', silence: 'unsent', isFirstRun: false, line: LOST },
  { name: 'before it answers a COMMIT', words: 'COMMIT', silence: 'unanswered', isFirstRun: false, line: LOST },
];

/** A content folder, and its empty database behind a proxy. */
async function prepare(context: TestContext): Promise<{ folder: PortalFolder; proxy: SilentProxy }> {
  const folder = new PortalFolder(context, { [A]: text('甲') });
  await folder.database?.create();
  return { folder, proxy: await startSilentProxy(context, folder.database?.url ?? '') };
}

/** An ingester that meets such a moment, and then a server that answers again. */
function testMoment({ name, words, silence, isFirstRun, line }: Moment): void {
  describe(`an ingester whose server falls silent ${name}`, { concurrency: 1 }, () => {
    const context = contextOfFile();
    let folder: PortalFolder;
    let proxy: SilentProxy;
    let ingester: Program;

    before(async () => {
      ({ folder, proxy } = await prepare(context));
      if (isFirstRun) proxy.silenceAt(words, silence);
      ingester = new Program({
        command: process.execPath,
        args: ['bin/finews.mjs', 'ingest'],
        environment: { ...process.env, ...folder.environment, DATABASE_URL: proxy.url },
        log: '/dev/null',
      });
      context.after(() => ingester.stop());
      if (isFirstRun) return;
      await until('the ingester to work', () => ingester.output.includes('watching'));
      proxy.silenceAt(words, silence);
      folder.write(B, text('乙'));
    });

    test('says so in one line', async () => {
      let said: string[] = [];
      await until('a line', () => {
        const lines = ingester.output.split('\n').map((said) => said.replace(/postgres:[^ ]*(?=: )/, '-'));
        said = lines.filter((said) => /^(?!\d+ posts: |finews: watching |$)/.test(said));
        return said.length > 0;
      });
      assert.equal(said[0], line);
    });

    test('publishes every file once when the server answers again', async () => {
      proxy.speak();
      folder.write(C, text('丙'));
      const latest = async () => titles(await folder.archive.listArticles({ kind: 'latest' }, 1));
      await until('丙 to be published', async () => (await latest().catch((): string[] => [])).includes('丙'));
      const published = isFirstRun ? ['丙', '甲'] : ['丙', '乙', '甲'];
      assert.deepEqual([await latest(), ingester.failure], [published, undefined]);
    });
  });
}

// Nearly all of their time is a wait for the server.
describe('a server that falls silent', { concurrency: true }, () => {
  for (const moment of MOMENTS) testMoment(moment);

  test('ends finews index where its server falls silent between two statements of an update', async (context) => {
    const { folder, proxy } = await prepare(context);
    // The update fails without another word to the server.
    rmSync(folder.contentDir, { recursive: true });
    proxy.silenceAt('FROM meta', 'answered');
    const { code, stderr } = await runFinews(['index'], { ...folder.environment, DATABASE_URL: proxy.url });
    const line = `finews: CONTENT_DIR: content folder ${folder.contentDir}: cannot be read; the index stays as it is\n`;
    assert.deepEqual([code, stderr, proxy.isSilent], [1, line, true]);
  });

  test('says that a server does not answer whether there is a state', async (context) => {
    const { folder, proxy } = await prepare(context);
    const store = openStore({ ...folder.location, databaseUrl: proxy.url, timezone: 'Asia/Shanghai' });
    proxy.silenceAt('AS exists', 'unanswered');
    await assert.rejects(within('an answer', store.hasState()), { message: /: the server does not answer$/ });
  });

  test('reads a page from another server where a replica falls silent while it is read', async (context) => {
    // The server must notice that the proxy is gone before its tables are emptied.
    const own = lastFirst(context);
    const { folder, proxy } = await prepare(own);
    await folder.update();
    const archive = openArchive({ ...folder.location, replicaUrls: [proxy.url] });
    own.after(() => archive.close());
    await archive.getState();
    proxy.silenceAt('FROM entries', 'unanswered');
    assert.deepEqual(titles(await archive.listArticles({ kind: 'latest' }, 1)), ['甲']);
  });
});
