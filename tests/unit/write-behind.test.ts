import assert from 'node:assert/strict';
import test from 'node:test';
import { WriteBehind } from '../../lib/archive/postgres/write-behind.ts';
import type { Database, Row, Value } from '../../lib/archive/sql/database.ts';

const PUT_FILE = 'INSERT INTO files VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET digest = excluded.digest';
const PUT_BODY = 'INSERT INTO bodies VALUES (?)';
const DELETE_BODY = 'DELETE FROM bodies WHERE id = ?';

/** Writes down what it is asked. */
class Recorder implements Database {
  readonly statements: [sql: string, ...rows: (readonly Value[])[]][] = [];

  async all(sql: string, ...values: readonly Value[]): Promise<Row[]> {
    this.statements.push([sql, values]);
    return sql.includes('nextval') ? Array.from({ length: Number(values[0]) }, (_, i) => ({ id: 7 - i })) : [];
  }

  async get(sql: string, ...values: readonly Value[]): Promise<Row | undefined> {
    return (await this.all(sql, ...values))[0];
  }

  async run(sql: string, ...values: readonly Value[]): Promise<void> {
    await this.runAll(sql, [values]);
  }

  async runAll(sql: string, rows: readonly (readonly Value[])[]): Promise<void> {
    this.statements.push([sql, ...rows]);
  }

  async insert(): Promise<number> {
    throw new Error('the numbers come from the sequence');
  }
}

test('runs a statement once with the rows of several calls', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  await db.run(PUT_BODY, 1);
  await db.run(PUT_BODY, 2);
  await db.flush();
  assert.deepEqual(recorder.statements, [[PUT_BODY, [1], [2]]]);
});

test('changes a table before it is asked', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  await db.run(PUT_BODY, 1);
  await db.get('SELECT a.id FROM articles a JOIN bodies b ON b.id = a.id');
  assert.equal(recorder.statements[0]?.[0], PUT_BODY);
});

test('lets the changes of a table wait while another one is asked', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  await db.run(PUT_BODY, 1);
  await db.get('SELECT id FROM articles');
  assert.deepEqual(recorder.statements, [['SELECT id FROM articles', []]]);
});

test('keeps the order of the changes of a table', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  for (const sql of [PUT_BODY, DELETE_BODY, PUT_BODY]) await db.run(sql, 1);
  await db.flush();
  assert.deepEqual(
    recorder.statements.map(([sql]) => sql),
    [PUT_BODY, DELETE_BODY, PUT_BODY],
  );
});

test('names no row twice in an insertion that changes rows', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  for (const digest of ['a', 'b']) await db.run(PUT_FILE, '_posts/1.md', digest);
  await db.flush();
  assert.deepEqual(recorder.statements, [
    [PUT_FILE, ['_posts/1.md', 'a']],
    [PUT_FILE, ['_posts/1.md', 'b']],
  ]);
});

test('runs a change at once whose condition asks another table', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  const sql = 'DELETE FROM bodies WHERE id IN (SELECT id FROM articles WHERE path = ?)';
  await db.run(sql, '_posts/1.md');
  assert.deepEqual(recorder.statements, [[sql, ['_posts/1.md']]]);
});

test('writes before much waits', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  for (let i = 0; i < 5; i++) await db.run(PUT_BODY, '一'.repeat(1_000_000));
  assert.equal(recorder.statements.length, 1);
});

test('gives a new row a number of the sequence while the row itself waits', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  assert.equal(await db.insert('INSERT INTO articles (path) VALUES (?)', '_posts/1.md'), 7);
  assert.deepEqual(
    recorder.statements.map(([sql]) => sql.includes('nextval')),
    [true],
  );
});

test('writes a new row with its number', async () => {
  const recorder = new Recorder();
  const db = new WriteBehind(recorder);
  await db.insert('INSERT INTO articles (path) VALUES (?)', '_posts/1.md');
  await db.flush();
  assert.deepEqual(recorder.statements.at(-1), ['INSERT INTO articles (path, id) VALUES (?, ?)', ['_posts/1.md', 7]]);
});
