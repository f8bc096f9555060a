import { getArchive } from '../../lib/archive/index.ts';
import { log } from '../../lib/log.ts';
import { type MetricsServer, PortalMetrics, startMetricsServer, type WorkerFigures } from '../../lib/metrics/index.ts';
import { countWaiting } from '../../lib/push/index.ts';
import { explainListening } from './explain-listening.ts';

/** The figures of a process, at an address of their own. */
export class Figures {
  readonly observeAnswer: PortalMetrics['observeAnswer'];
  readonly #metrics: PortalMetrics;
  readonly #server: MetricsServer;

  private constructor(metrics: PortalMetrics, server: MetricsServer) {
    this.#metrics = metrics;
    this.#server = server;
    this.observeAnswer = metrics.observeAnswer;
  }

  /**
   * @param readWorkers absent in a process that does not serve
   * @throws {SiteError} if the address cannot be listened on
   */
  static async serve(
    address: { host: string; port: number },
    dataDir: string,
    readWorkers?: () => WorkerFigures,
  ): Promise<Figures> {
    const readIndex = async () => {
      const { number: state } = await getArchive().getState();
      return { state, ...(await getArchive().getStatistics()) };
    };
    const metrics = new PortalMetrics({
      ...(readWorkers && { readWorkers }),
      countPushes: () => countWaiting(dataDir),
      readIndex,
    });
    const server = await startMetricsServer(metrics, address).catch((error: unknown) => {
      throw explainListening(error, 'METRICS_PORT', 'METRICS_HOST', address);
    });
    return new Figures(metrics, server);
  }

  /** Says where they are. */
  tell(): void {
    const { url } = this.#server;
    log({ level: 'info', event: 'serving-figures', message: `figures for Prometheus are at ${url}`, fields: { url } });
  }

  /** Takes down how long files took to be seen. @param changedAt milliseconds since 1970 */
  observePublication(changedAt: number): void {
    // Where the archive cannot be read, the answers say so.
    findShownFrom()
      .then((shownFrom) => this.#metrics.observePublication((shownFrom - changedAt) / 1000))
      .catch(() => {});
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** From when on readers may see the newest state, in milliseconds since 1970. */
async function findShownFrom(): Promise<number> {
  const { origin, number } = await getArchive().getState();
  const changes = await getArchive().listChanges({ origin, number: number - 1 });
  return changes?.shownFrom.get(number) ?? Date.now();
}
