import assert from 'node:assert/strict';
import test from 'node:test';
import { StatementQueue, type Statements } from '../../lib/archive/postgres/servers/statement-queue.ts';

/** A connection that answers when it is told to, and knows how many statements it was given at once. */
class SlowConnection {
  readonly asked: string[] = [];
  readonly #answers: (() => void)[] = [];
  most = 0;
  readonly query = ((sql: string) => {
    this.asked.push(sql);
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#answers.push(() => resolve({ rows: [{ sql }] }));
    this.most = Math.max(this.most, this.#answers.length);
    return promise;
  }) as Statements['query'];

  /** Answers one statement after the other, until none is left. */
  async answerAll(): Promise<void> {
    for (let answer = this.#answers.shift(); answer; answer = this.#answers.shift()) {
      answer();
      await new Promise(setImmediate);
    }
  }
}

test('gives a connection the statements that are asked at once one after another', async () => {
  const connection = new SlowConnection();
  const queue = new StatementQueue(connection);
  const asked = ['a', 'b', 'c'].map((sql) => queue.query(sql));
  await new Promise(setImmediate);
  await connection.answerAll();
  const answers = (await Promise.all(asked)).map(({ rows }) => rows[0]?.sql);
  assert.deepEqual([answers, connection.most], [['a', 'b', 'c'], 1]);
});

test('asks on after a statement that has failed', async () => {
  const failing = { query: (sql: string) => (sql === 'a' ? Promise.reject(new Error('a')) : Promise.resolve(sql)) };
  const queue = new StatementQueue(failing as unknown as Statements);
  await assert.rejects(queue.query('a'), /^Error: a$/);
  assert.equal(await queue.query('b'), 'b');
});

test('refuses statements that wait when the transaction ends, and ends once the connection is free', async () => {
  const connection = new SlowConnection();
  const queue = new StatementQueue(connection);
  const asked = ['a', 'b'].map((sql) => queue.query(sql));
  const settled = Promise.allSettled(asked);
  await new Promise(setImmediate);
  const ended = queue.end();
  await connection.answerAll();
  await ended;
  assert.deepEqual([(await settled).map(({ status }) => status), connection.asked], [['fulfilled', 'rejected'], ['a']]);
});
