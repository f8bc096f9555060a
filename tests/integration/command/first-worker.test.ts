/** `finews serve` before its first worker works. */
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Program } from '../../../deploy/cluster/program.ts';
import { ContentFolder } from '../../support/content/content-folder.ts';
import { postText } from '../../support/portal-folder.ts';
import { contextOfFile } from '../../support/servers/context-of-file.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { until, within } from '../../support/wait.ts';

const PAGE = '/ribao/2022/03/01/a.html';
/** Loaded by every process: a worker waits until the file beside it is gone. */
const HOLD = `import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
const isWorker = process.argv[1]?.endsWith('front/worker.ts');
if (isWorker) console.error('a worker is held');
while (isWorker && existsSync(new URL('held', import.meta.url))) await sleep(20);
`;

const context = contextOfFile();
const answers: Record<'before' | 'after', (number | string)[]> = { before: [], after: [] };
let said: string;

interface Held {
  program: Program;
  port: number;
  /** Lets the worker go on. */
  go(): void;
}

/** Starts a portal with a worker that is held. */
async function startHeld(): Promise<Held> {
  const folder = new ContentFolder(context, {
    '_posts/2022-03-01-a.md': postText({ title: '甲', categories: 'ribao' }),
    '.hold/hold.mjs': HOLD,
    '.hold/held': '',
  });
  const port = await freePort();
  const program = new Program({
    command: process.execPath,
    args: ['bin/finews.mjs', 'serve', '--workers', '1', '--port', String(port)],
    environment: {
      ...process.env,
      HOST: '127.0.0.1',
      CONTENT_DIR: folder.contentDir,
      DATA_DIR: folder.dataDir,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --import=${pathToFileURL(folder.contentDir)}/.hold/hold.mjs`,
    },
    log: '/dev/null',
  });
  context.after(() => within('the end of finews', program.stop()));
  await until('a worker that is held', () => program.output.includes('a worker is held'));
  return { program, port, go: () => folder.remove('.hold/held') };
}

const askAll = (port: number): Promise<(number | string)[]> =>
  Promise.all(
    ['/healthz', '/readyz', PAGE].map((path) =>
      fetch(`http://127.0.0.1:${port}${path}`).then(
        ({ status }) => status,
        () => 'no answer',
      ),
    ),
  );

before(async () => {
  const { program, port, go } = await startHeld();
  answers.before = await askAll(port);
  said = program.output;
  go();
  await until('the address of the portal', () => program.output.includes(' shows '));
  answers.after = await askAll(port);
});

test('is alive and not ready, and ends other connections as if nobody listened', () => {
  assert.deepEqual(answers.before, [200, 503, 'no answer']);
});

test('does not say yet that it shows anything', () => {
  assert.doesNotMatch(said, / shows /);
});

test('answers everything as soon as a worker works', () => {
  assert.deepEqual(answers.after, [200, 200, 200]);
});

test('ends at SIGTERM before that', async () => {
  const { program } = await startHeld();
  await within('the end of finews', program.stop());
  assert.match(program.output, /finews: stopping\n$/);
});
