import { setTimeout as sleep } from 'node:timers/promises';
import { type Finding, megabytes, warning } from '../../diagnose/finding.ts';
import type { Server } from './server.ts';

/** Between two looks at how far a standby has come, in milliseconds. */
const PAUSE = 20;

const RECEIVED = `SELECT (SELECT count(*) FROM pg_stat_wal_receiver)::int AS receivers,
  CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE coalesce(extract(epoch FROM now() - pg_last_xact_replay_timestamp()), 0)::float8 END AS lag`;

/**
 * How far a standby is behind: how long it takes until it shows what the primary had written when it was asked.
 * @param primary what it is compared with, where one is known
 */
export async function judgeReplication(
  standby: Server,
  primary: Server | undefined,
  maxLagSeconds: number,
): Promise<Finding> {
  const check = 'replication';
  return standby.judge(check, async (): Promise<Finding> => {
    const [received] = await standby.query<{ receivers: number; lag: number }>(RECEIVED);
    if (received?.receivers === 0) {
      return { check, ...warning(`${standby.place}: receives nothing from a primary; see its log`) };
    }
    const { text, isNear } = primary
      ? await compare(standby, primary, maxLagSeconds)
      : ofReceived(received?.lag ?? 0, maxLagSeconds);
    const message = `${standby.place}: ${text}`;
    if (isNear) return { level: 'ok', check, message };
    return { check, ...warning(`${message}; it is passed over until it has caught up`) };
  });
}

const ofReceived = (lag: number, maxLagSeconds: number): { text: string; isNear: boolean } => ({
  text: `${lag.toFixed(1)} s behind what it has received; how much that is of what the primary has, only the primary tells`,
  isNear: lag <= maxLagSeconds,
});

async function compare(
  standby: Server,
  primary: Server,
  maxLagSeconds: number,
): Promise<{ text: string; isNear: boolean }> {
  const [written] = await primary.query<{ place: string }>('SELECT pg_current_wal_flush_lsn()::text AS place');
  const started = performance.now();
  for (;;) {
    const [row] = await standby.query<{ bytes: number | null }>(
      'SELECT pg_wal_lsn_diff($1::pg_lsn, pg_last_wal_replay_lsn())::float8 AS bytes',
      [written?.place],
    );
    const bytes = row?.bytes ?? undefined;
    if (bytes === undefined) return { text: 'does not tell how far it has come', isNear: false };
    const seconds = (performance.now() - started) / 1000;
    if (bytes <= 0) return { text: `${seconds.toFixed(1)} s behind the primary`, isNear: true };
    if (seconds > maxLagSeconds) {
      return { text: `more than ${maxLagSeconds} s behind the primary, ${megabytes(bytes)} of its log`, isNear: false };
    }
    await sleep(PAUSE);
  }
}
