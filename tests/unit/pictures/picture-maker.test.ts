/** How pictures follow each other where the process that makes them fails. */
import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import test, { type TestContext } from 'node:test';
import { type Maker, PictureMaker } from '../../../lib/pictures/kept/picture-maker.ts';

/** How long one picture may take, in milliseconds. */
const TOO_LONG = 30_000;

/** A process that does nothing by itself. */
class FakeMaker extends EventEmitter {
  readonly jobs: unknown[] = [];
  isKilled = false;

  send(job: unknown): boolean {
    this.jobs.push(job);
    return true;
  }

  kill(): boolean {
    this.isKilled = true;
    return true;
  }
}

/** Two jobs, of which the first has taken too long. */
function giveUpTheFirst(context: TestContext) {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const started: FakeMaker[] = [];
  const maker = new PictureMaker('fonts', () => {
    const one = new FakeMaker();
    started.push(one);
    return one as unknown as Maker;
  });
  context.after(() => maker.close());
  const outcomes: string[] = [];
  for (const path of ['a.jpg', 'b.jpg']) {
    const job = { kind: 'scaled', contentDir: '', path, etag: '', width: 1, target: '' } as const;
    maker.make(job).then(
      () => outcomes.push(`${path} is made`),
      (error: Error) => outcomes.push(`${path}: ${error.message}`),
    );
  }
  context.mock.timers.tick(TOO_LONG);
  return { started, outcomes };
}

/** What waits on promises alone has run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('makes the next picture in another process where one takes too long', async (context) => {
  const { started, outcomes } = giveUpTheFirst(context);
  started[1]?.emit('message', {});
  await settled();
  assert.deepEqual(
    [outcomes, started.map(({ isKilled, jobs }) => [isKilled, jobs.length])],
    [
      ['a.jpg: it takes longer than 30 s', 'b.jpg is made'],
      [
        [true, 1],
        [false, 1],
      ],
    ],
  );
});

for (const [what, say] of [
  ['answers after all', (one: FakeMaker) => one.emit('message', { error: 'late' })],
  ['ends', (one: FakeMaker) => one.emit('exit', null, 'SIGKILL')],
] as const) {
  test(`takes nothing for the outcome of the next picture when a process that was given up ${what}`, async (context) => {
    const { started, outcomes } = giveUpTheFirst(context);
    if (started[0]) say(started[0]);
    await settled();
    assert.deepEqual(outcomes, ['a.jpg: it takes longer than 30 s']);
  });
}
