/** Fronts and workers that read one archive from several servers, of which one may be behind another. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { ArchiveChanges } from '../../../lib/archive/index.ts';
import { type Front, startFront } from '../../../lib/front/index.ts';
import { type PortalState, parseState } from '../../../lib/front/state.ts';
import { ask, FakeUpstream, html } from './fake-upstream.ts';

/** What the front's own server knows. It follows where the front names a later state. */
class Replica {
  state: PortalState = { origin: 'o', number: 1, day: 'today' };
  /** Marks that each state has touched. */
  readonly touched = new Map<number, string[]>();

  async getState(): Promise<PortalState> {
    return this.state;
  }

  async listChanges(after: PortalState, upTo: PortalState): Promise<ArchiveChanges> {
    if (upTo.number > this.state.number) this.state = upTo;
    const numbers = [...this.touched.keys()].filter((number) => number > after.number && number <= this.state.number);
    return {
      state: this.state,
      marks: new Set(numbers.flatMap((number) => this.touched.get(number) ?? [])),
      shownFrom: new Map(numbers.map((number) => [number, 0])),
      documents: [],
      names: [],
    };
  }
}

async function startOn(context: TestContext, states: Replica, upstream: FakeUpstream): Promise<Front> {
  const front = await startFront({ host: '127.0.0.1', port: 0, upstream, states });
  context.after(() => front.close());
  return front;
}

/** An upstream that remembers which state it was told of. */
class ToldUpstream extends FakeUpstream {
  readonly told: (string | undefined)[] = [];

  override async get(url: string, _importance?: number, least?: string) {
    this.told.push(least);
    return super.get(url);
  }
}

test('tells the upstream which state readers have seen', async (context) => {
  const upstream = new ToldUpstream();
  await ask(await startOn(context, new Replica(), upstream), '/a');
  assert.deepEqual(
    upstream.told.map((text) => parseState(text ?? '')),
    [{ origin: 'o', number: 1, day: 'today' }],
  );
});

test('looks at all changes up to the state of an answer before it takes it for exact', async (context) => {
  const states = new Replica();
  states.touched.set(2, ['l1']);
  const upstream = new FakeUpstream(() => html('<p>2</p>', 200, 2, ['l1']));
  const front = await startOn(context, states, upstream);
  await ask(front, '/a');
  assert.equal(states.state.number, 2);
});

test('keeps an answer through a change of the writer that touches nothing of it', async (context) => {
  const states = new Replica();
  const upstream = new FakeUpstream(() => html('<p>a</p>', 200, 1, ['l1']));
  const front = await startOn(context, states, upstream);
  await ask(front, '/a');
  states.touched.set(2, ['l2']);
  states.state = { origin: 'another', number: 2, day: 'today' };
  await ask(front, '/a');
  assert.equal(upstream.asked.length, 1);
});

test('asks anew for an answer that the first update of another writer touches', async (context) => {
  const states = new Replica();
  const upstream = new FakeUpstream(() => ({
    ...html('<p>a</p>', 200, 1, ['l1']),
    headers: {
      ...html('').headers,
      'x-finews-state': `${states.state.origin} ${states.state.number} today`,
      'x-finews-marks': encodeURIComponent('["l1"]'),
    },
  }));
  const front = await startOn(context, states, upstream);
  await ask(front, '/a');
  states.touched.set(2, ['l1']);
  states.state = { origin: 'another', number: 2, day: 'today' };
  await ask(front, '/a');
  assert.equal(upstream.asked.length, 2);
});
