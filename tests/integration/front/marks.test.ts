import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { ArchiveChanges } from '../../../lib/archive/index.ts';
import { type Front, startFront, type UpstreamAnswer } from '../../../lib/front/index.ts';
import { ask, FakeUpstream, html } from './fake-upstream.ts';

/** An archive whose updates the test tells: each touches some marks and adds some documents. */
class FakeArchive {
  number = 1;
  readonly #updates: { number: number; marks: string[]; documents: ArchiveChanges['documents'] }[] = [];

  touch(marks: string[], documents: ArchiveChanges['documents'] = []): void {
    this.#updates.push({ number: ++this.number, marks, documents });
  }

  getState = async (): Promise<string> => String(this.number);

  getChanges = async (after: string): Promise<ArchiveChanges> => {
    const updates = this.#updates.filter(({ number }) => number > Number(after));
    return {
      state: { origin: 'o', number: this.number },
      marks: new Set(updates.flatMap(({ marks }) => marks)),
      documents: updates.flatMap(({ documents }) => documents),
    };
  };
}

/** An answer with what it was made from. */
const observed = (body: string, state: number, marks: string[]): UpstreamAnswer => html(body, 200, state, marks);

async function startOn(context: TestContext, archive: FakeArchive, upstream: FakeUpstream): Promise<Front> {
  const { getState, getChanges } = archive;
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, getState, getChanges });
  context.after(() => front.close());
  return front;
}

test('keeps an answer through an update that touches nothing of it', async (context) => {
  const archive = new FakeArchive();
  const upstream = new FakeUpstream(() => observed('<p>a</p>', archive.number, ['l1', 'a7']));
  const front = await startOn(context, archive, upstream);
  await ask(front, '/a');
  archive.touch(['l2', 'a8']);
  await ask(front, '/a');
  assert.equal(upstream.asked.length, 1);
});

test('asks anew for an answer of which an update touches one part', async (context) => {
  const archive = new FakeArchive();
  const upstream = new FakeUpstream(() => observed(`<p>${archive.number}</p>`, archive.number, ['l1', 'a7']));
  const front = await startOn(context, archive, upstream);
  await ask(front, '/a');
  archive.touch(['a7']);
  assert.equal((await ask(front, '/a')).body.toString(), '<p>2</p>');
});

const SEARCH = `q${JSON.stringify({ terms: ['港口'], excluded: [], days: { from: 0, before: 1e9 }, facets: {} })}`;
const document = (foldedTitle: string) => ({
  foldedTitle,
  foldedText: '',
  day: 20_220_301,
  category: [],
  tag: [],
  source: [],
});

for (const [title, times] of [
  ['港口吞吐量', 2],
  ['央行利率', 1],
] as const) {
  test(`asks ${times === 1 ? 'no more' : 'anew'} for a search when ${title} comes`, async (context) => {
    const archive = new FakeArchive();
    const upstream = new FakeUpstream(() => observed('<p>a</p>', archive.number, [SEARCH]));
    const front = await startOn(context, archive, upstream);
    await ask(front, '/search');
    archive.touch(['l1'], [document(title)]);
    await ask(front, '/search');
    assert.equal(upstream.asked.length, times);
  });
}

test('asks again where a part of an answer changed while it was made', async (context) => {
  const archive = new FakeArchive();
  const upstream = new FakeUpstream(() => {
    const answer = observed(`<p>${archive.number}</p>`, archive.number, ['l1']);
    if (upstream.asked.length === 1) archive.touch(['l1']);
    return answer;
  });
  const front = await startOn(context, archive, upstream);
  assert.equal((await ask(front, '/a')).body.toString(), '<p>2</p>');
});

test('takes an answer whose parts stayed the same while something else changed', async (context) => {
  const archive = new FakeArchive();
  const upstream = new FakeUpstream(() => {
    const answer = observed('<p>a</p>', archive.number, ['l1']);
    if (upstream.asked.length === 1) archive.touch(['l2']);
    return answer;
  });
  const front = await startOn(context, archive, upstream);
  await ask(front, '/a');
  await ask(front, '/a');
  assert.equal(upstream.asked.length, 1);
});

test('sends the marks of an answer to no reader', async (context) => {
  const archive = new FakeArchive();
  const front = await startOn(context, archive, new FakeUpstream(() => observed('<p>a</p>', 1, ['l1'])));
  const { headers } = await ask(front, '/a');
  assert.deepEqual([headers['x-finews-marks'], headers['x-finews-state']], [undefined, undefined]);
});
