import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { ArchiveChanges } from '../../../lib/archive/index.ts';
import { type Front, startFront, type UpstreamAnswer } from '../../../lib/front/index.ts';
import { until } from '../../support/wait.ts';
import { ask, FakeUpstream, html } from './fake-upstream.ts';

/** An archive whose updates the test tells: each touches some marks and adds some documents. */
class FakeArchive {
  number = 1;
  day = 'today';
  readonly #updates: (Pick<ArchiveChanges, 'documents' | 'names'> & {
    number: number;
    marks: string[];
    shownFrom: number;
  })[] = [];

  /** @param shownFrom milliseconds since 1970 */
  touch(marks: string[], documents: ArchiveChanges['documents'] = [], shownFrom = 0): void {
    this.#updates.push({ number: ++this.number, marks, documents, names: [], shownFrom });
  }

  /** @param titles of categories, as they were and are */
  rename(...titles: string[]): void {
    const names = titles.map((title) => ({ kind: 'category', name: 'x', title, pinyin: '', initials: '' }) as const);
    this.#updates.push({ number: ++this.number, marks: ['names'], documents: [], names, shownFrom: 0 });
  }

  async getState() {
    return { origin: 'o', number: this.number, day: this.day };
  }

  async listChanges(after: { number: number }): Promise<ArchiveChanges> {
    const updates = this.#updates.filter(({ number }) => number > after.number);
    return {
      state: { origin: 'o', number: this.number },
      marks: new Set(updates.flatMap(({ marks }) => marks)),
      shownFrom: new Map(updates.map(({ number, shownFrom }) => [number, shownFrom])),
      documents: updates.flatMap(({ documents }) => documents),
      names: updates.flatMap(({ names }) => names),
    };
  }
}

/** An answer with what it was made from. */
const observed = (body: string, state: number, marks: string[], day?: string): UpstreamAnswer =>
  html(body, 200, state, marks, day);

async function startOn(
  context: TestContext,
  archive: FakeArchive,
  upstream: FakeUpstream,
  now = Date.now,
): Promise<Front> {
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, states: archive, now });
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

for (const [what, titles, count] of [
  ['keeps an offer of similar names when other names change', ['证券日报', '证券时报'], 1],
  ['asks anew for an offer of similar names when a name becomes similar', ['证券日报', '台州日报'], 2],
  ['asks anew for an offer of similar names when a name is no longer similar', ['台州日报', '证券日报'], 2],
  ['asks anew for an offer of similar names when an update does not say which names it changes', [], 2],
] as const) {
  test(what, async (context) => {
    const archive = new FakeArchive();
    const upstream = new FakeUpstream(() => observed('<p>a</p>', archive.number, ['~台州曰报']));
    const front = await startOn(context, archive, upstream);
    await ask(front, '/a');
    archive.rename(...titles);
    await ask(front, '/a');
    assert.equal(upstream.asked.length, count);
  });
}

test('asks anew for every answer when the day ends', async (context) => {
  const archive = new FakeArchive();
  const upstream = new FakeUpstream(() => observed(`<p>${archive.day}</p>`, 1, ['d2026-11-06'], archive.day));
  const front = await startOn(context, archive, upstream);
  await ask(front, '/a');
  archive.day = 'tomorrow';
  assert.equal(String((await ask(front, '/a')).body), '<p>tomorrow</p>');
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
  stock: [],
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

/** A front on a clock that the test sets; the archive's next state is shown at 100. Each answer tells the state that it is of. */
async function startBefore(context: TestContext) {
  const clock = { now: 0 };
  const archive = new FakeArchive();
  const upstream = new FakeUpstream((url) =>
    observed(`<p>${archive.number}</p>`, archive.number, [url === '/other' ? 'l2' : 'l1']),
  );
  const front = await startOn(context, archive, upstream, () => clock.now);
  const read = async (url: string): Promise<string> => (await ask(front, url)).body.toString();
  return { clock, archive, upstream, read };
}

test('shows the state before until the time of the new one has come', async (context) => {
  const { clock, archive, read } = await startBefore(context);
  await read('/a');
  archive.touch(['l1'], [], 100);
  const before = await read('/a');
  clock.now = 100;
  assert.deepEqual([before, await read('/a')], ['<p>1</p>', '<p>2</p>']);
});

test('makes what readers ask for anew before the new state is shown', async (context) => {
  const { clock, archive, upstream, read } = await startBefore(context);
  for (let i = 0; i < 2; i++) await read('/a');
  archive.touch(['l1'], [], 100);
  await read('/a');
  await until('the answer to be asked for', () => upstream.asked.length === 2);
  clock.now = 100;
  assert.deepEqual([await read('/a'), upstream.asked], ['<p>2</p>', ['/a', '/a']]);
});

test('makes nothing anew that has been asked for once', async (context) => {
  const { clock, archive, upstream, read } = await startBefore(context);
  await read('/a');
  archive.touch(['l1'], [], 100);
  await read('/other');
  clock.now = 100;
  await read('/other');
  assert.deepEqual(upstream.asked, ['/a', '/other']);
});

test('sends no answer of a state that is not shown yet', async (context) => {
  const { clock, archive, upstream, read } = await startBefore(context);
  await read('/a');
  archive.touch(['l1'], [], 100);
  const early = read('/b');
  await until('the answer to be made', () => upstream.asked.includes('/b'));
  const meanwhile = await read('/a');
  clock.now = 100;
  assert.deepEqual([meanwhile, await early], ['<p>1</p>', '<p>2</p>']);
});

test('sends at once what the state that is not shown yet does not change', async (context) => {
  const { archive, read } = await startBefore(context);
  await read('/a');
  archive.touch(['l1'], [], 100);
  assert.equal(await read('/other'), '<p>2</p>');
});

test('shows a state at once that another clock has dated', async (context) => {
  const { archive, read } = await startBefore(context);
  await read('/a');
  archive.touch(['l1'], [], 1_000_000);
  assert.equal(await read('/a'), '<p>2</p>');
});

test('shows each of two states at its time', async (context) => {
  const { clock, archive, read } = await startBefore(context);
  const readBoth = async () => [await read('/a'), await read('/other')];
  const first = await readBoth();
  archive.touch(['l1'], [], 100);
  await read('/a');
  archive.touch(['l2'], [], 200);
  await read('/a');
  clock.now = 100;
  const second = await readBoth();
  clock.now = 200;
  assert.deepEqual(
    [first, second, await readBoth()],
    [
      ['<p>1</p>', '<p>1</p>'],
      ['<p>3</p>', '<p>1</p>'],
      ['<p>3</p>', '<p>3</p>'],
    ],
  );
});
