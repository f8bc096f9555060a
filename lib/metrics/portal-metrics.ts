import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { kindOf } from './kind.ts';

/** Where an answer came from. */
export type AnswerSource = 'kept' | 'made' | 'static' | 'refused';

/** What the archive and its content are like. */
export interface IndexFigures {
  /** Number of the state. */
  state: number;
  articles: number;
  /** Files with at least one. */
  errors: number;
  warnings: number;
}

/** How busy the workers are. */
export interface WorkerFigures {
  all: number;
  ready: number;
  /** Requests that they have. */
  underWay: number;
  /** Requests that wait for one. */
  waiting: number;
}

/** Where figures are read when they are asked for. */
export interface MetricSources {
  readIndex: () => Promise<IndexFigures>;
  /** Items that wait for each target. */
  countPushes: () => ReadonlyMap<string, number>;
  /** Absent in a process that does not serve. */
  readWorkers?: () => WorkerFigures;
}

/** Seconds. Kept answers take less than the first one, searches of the worst kind more than 0.1. */
const ANSWER_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15];
const PUBLICATION_BUCKETS = [0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 5, 10, 30, 60];
/** Statuses that the portal gives; any other one counts as that of its hundred. */
const STATUSES = new Set([200, 206, 304, 308, 400, 404, 405, 410, 414, 416, 422, 429, 500, 503]);

interface AnswerSeries {
  observe(seconds: number): void;
}

/** The figures of a portal in Prometheus' form. Labels are kinds of addresses and the like, never addresses. */
export class PortalMetrics {
  readonly #registry = new Registry();
  #readIndex: () => Promise<void> = async () => {};
  readonly #answers: Histogram<'kind' | 'status'>;
  readonly #sources: Counter<'source'>;
  readonly #publication: Histogram;
  /** Series that were observed, by their kind and status: a look-up by labels would take longer than all else. */
  readonly #series = new Map<string, AnswerSeries>();

  constructor(sources: MetricSources) {
    const registers = [this.#registry];
    addProcess(registers);
    this.#answers = new Histogram({
      name: 'finews_answer_seconds',
      help: 'Time from a request to its whole answer, by kind of address and status.',
      labelNames: ['kind', 'status'],
      buckets: ANSWER_BUCKETS,
      registers,
    });
    this.#sources = new Counter({
      name: 'finews_answers_total',
      help: 'Answers by where they came from: kept, made by a worker, static files of the application, refused.',
      labelNames: ['source'],
      registers,
    });
    for (const source of ['kept', 'made', 'static', 'refused']) this.#sources.inc({ source }, 0);
    this.#publication = new Histogram({
      name: 'finews_publication_seconds',
      help: 'Time from the last change of a file to the moment from which readers may see it; of several files, the first changed.',
      buckets: PUBLICATION_BUCKETS,
      registers,
    });
    this.#addIndex(sources, registers);
    if (sources.readWorkers) addWorkers(sources.readWorkers, registers);
  }

  /** @param url as it was asked for @param seconds from the request to the whole answer */
  readonly observeAnswer = (url: string, status: number, source: AnswerSource, seconds: number): void => {
    const kind = kindOf(url);
    const shown = STATUSES.has(status) ? status : status - (status % 100);
    const key = `${kind}${shown}`;
    let series = this.#series.get(key);
    if (!series) {
      series = this.#answers.labels(kind, String(shown));
      this.#series.set(key, series);
    }
    series.observe(seconds);
    this.#sources.inc(SOURCE_LABELS[source]);
  };

  /** All figures as they are now. Those of an index that cannot be read are those of the last time. */
  async render(): Promise<{ text: string; contentType: string }> {
    await this.#readIndex().catch(() => {});
    return { text: await this.#registry.metrics(), contentType: this.#registry.contentType };
  }

  observePublication(seconds: number): void {
    this.#publication.observe(Math.max(0, seconds));
  }

  #addIndex({ readIndex, countPushes }: MetricSources, registers: Registry[]): void {
    const articles = new Gauge({ name: 'finews_articles', help: 'Published articles.', registers });
    const problems = new Gauge({
      name: 'finews_content_problems',
      help: 'Files of the content folder with an error, and files with warnings alone.',
      labelNames: ['severity'],
      registers,
    });
    const state = new Gauge({
      name: 'finews_index_state',
      help: 'Number of the state of the index; grows by 1 with each update that readers see.',
      registers,
    });
    this.#readIndex = async () => {
      const figures = await readIndex();
      state.set(figures.state);
      articles.set(figures.articles);
      problems.set({ severity: 'error' }, figures.errors);
      problems.set({ severity: 'warning' }, figures.warnings);
    };
    new Gauge({
      name: 'finews_pushes_waiting',
      help: 'Items that wait in the queue of pushes, by target.',
      labelNames: ['target'],
      registers,
      collect() {
        this.reset();
        for (const [target, count] of countPushes()) this.set({ target }, count);
      },
    });
  }
}

const SOURCE_LABELS: Readonly<Record<AnswerSource, { source: AnswerSource }>> = {
  kept: { source: 'kept' },
  made: { source: 'made' },
  static: { source: 'static' },
  refused: { source: 'refused' },
};

function addWorkers(read: () => WorkerFigures, registers: Registry[]): void {
  new Gauge({
    name: 'finews_workers',
    help: 'Workers: all, and those that are ready.',
    labelNames: ['state'],
    registers,
    collect() {
      const { all, ready } = read();
      this.set({ state: 'all' }, all);
      this.set({ state: 'ready' }, ready);
    },
  });
  new Gauge({
    name: 'finews_worker_requests',
    help: 'Requests that workers have, and requests that wait for one.',
    labelNames: ['state'],
    registers,
    collect() {
      const { underWay, waiting } = read();
      this.set({ state: 'under_way' }, underWay);
      this.set({ state: 'waiting' }, waiting);
    },
  });
}

/**
 * Time and memory of this process, under the names that all of Prometheus' libraries use. prom-client's own set watches each garbage
 * collection, which costs more than all figures of answers.
 */
function addProcess(registers: Registry[]): void {
  new Gauge({
    name: 'process_start_time_seconds',
    help: 'When this process was started, in seconds since 1970.',
    registers,
  }).set(performance.timeOrigin / 1000);
  new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory of this process, without its workers.',
    registers,
    collect() {
      this.set(process.memoryUsage.rss());
    },
  });
  new Counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time of this process, without its workers.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1e6);
    },
  });
}
