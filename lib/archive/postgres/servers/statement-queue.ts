import type { QueryConfig, QueryResult, QueryResultRow } from 'pg';

/** What statements are given to: a connection, or a queue before one. */
export interface Statements {
  query<Row extends QueryResultRow>(statement: string | QueryConfig, values?: unknown[]): Promise<QueryResult<Row>>;
}

/**
 * Gives a connection one statement at a time, in the order in which they are asked. A page asks several questions at once, and a
 * connection answers them one after another.
 */
export class StatementQueue implements Statements {
  readonly #connection: Statements;
  #last: Promise<unknown> = Promise.resolve();
  #isEnded = false;

  constructor(connection: Statements) {
    this.#connection = connection;
  }

  query<Row extends QueryResultRow>(statement: string | QueryConfig, values?: unknown[]): Promise<QueryResult<Row>> {
    const asked = this.#last.then(() => {
      if (this.#isEnded) throw new Error('the transaction has ended');
      return this.#connection.query<Row>(statement, values);
    });
    this.#last = asked.catch(() => {});
    return asked;
  }

  /** Refuses statements that wait. Resolves when the connection is free. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#last;
  }
}
