import type { ArchiveState } from '../archive.ts';
import { type Head, Snapshot, type SnapshotSource } from '../sql/snapshot.ts';
import { PostgresDatabase } from './database.ts';
import { explain, isRepeatable, isTimeout } from './errors.ts';
import { READING_PLANS } from './plans.ts';
import { SearchReader } from './search/search-reader.ts';
import { rollBack } from './servers/connections.ts';
import { type Asked, ReadingServers, type ReadingServersOptions } from './servers/reading-servers.ts';
import { StatementQueue } from './servers/statement-queue.ts';

const BEGIN = `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${READING_PLANS}`;
/** How often a page is read where servers are lost while it is. */
const MOST_ATTEMPTS = 3;
/** The same where a server does not answer in time: readers wait no longer. */
const MOST_SILENT_ATTEMPTS = 2;

/** Snapshots of a database: each is one transaction that sees one state. */
export class PostgresSource implements SnapshotSource {
  readonly #options: ReadingServersOptions;
  readonly #search: SearchReader;
  #servers: ReadingServers | undefined;
  #asking: Promise<Head> | undefined;
  #askingNext: Promise<Head> | undefined;

  constructor(options: ReadingServersOptions) {
    this.#options = options;
    this.#search = new SearchReader(options.dataDir);
  }

  async read<Result>(ask: (snapshot: Snapshot) => Promise<Result>, least?: ArchiveState): Promise<Result> {
    for (let attempt = 1; ; attempt++) {
      const asked = await this.#opened.ask(BEGIN, least);
      try {
        return await this.#readFrom(asked, ask);
      } catch (error) {
        const { address, setting } = asked.server;
        const mostAttempts = isTimeout(error) ? MOST_SILENT_ATTEMPTS : isRepeatable(error) ? MOST_ATTEMPTS : 0;
        if (attempt >= mostAttempts) throw explain(error, address, setting) ?? error;
      }
    }
  }

  async #readFrom<Result>(
    { server, client, head, isDirect }: Asked,
    ask: (snapshot: Snapshot) => Promise<Result>,
  ): Promise<Result> {
    const statements = new StatementQueue(client);
    try {
      const askSearch = this.#search.in(statements, server.connections.pool, head.state);
      const result = await ask(new Snapshot({ db: new PostgresDatabase(statements, isDirect), head, askSearch }));
      await statements.query('COMMIT');
      client.release();
      return result;
    } catch (error) {
      await statements.end();
      if (isTimeout(error)) {
        server.hasFailed = true;
        client.release(true);
      } else await rollBack(client);
      throw error;
    }
  }

  /** One question at a time, whoever asks: the front asks before each answer. */
  readHead(): Promise<Head> {
    if (!this.#asking) return this.#ask();
    // What is under way may have begun before a change that the caller knows of.
    this.#askingNext ??= this.#asking
      .catch(() => {})
      .then(() => {
        this.#askingNext = undefined;
        return this.#ask();
      });
    return this.#askingNext;
  }

  #ask(): Promise<Head> {
    const asking = this.#askHead().finally(() => {
      this.#asking = undefined;
    });
    this.#asking = asking;
    return asking;
  }

  async #askHead(): Promise<Head> {
    const { client, head } = await this.#opened.ask('');
    client.release();
    return head;
  }

  get #opened(): ReadingServers {
    this.#servers ??= new ReadingServers(this.#options);
    return this.#servers;
  }

  close(): void {
    this.#search.close();
    this.#servers?.close();
    this.#servers = undefined;
  }
}
