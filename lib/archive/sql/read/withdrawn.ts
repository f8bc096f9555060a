import { addressMark } from '../../marks.ts';
import type { Withdrawal } from '../../types.ts';
import type { Snapshot } from '../snapshot.ts';
import { optional } from './rows.ts';

/** @see Archive.getWithdrawal */
export async function getWithdrawal(index: Snapshot, url: string): Promise<Withdrawal | undefined> {
  index.note(addressMark(url));
  const row = await index.get(
    'SELECT title, withdrawn_at, reason, is_deleted FROM withdrawn WHERE url = ? ORDER BY withdrawn_at DESC, path LIMIT 1',
    url,
  );
  return (
    row && {
      title: String(row.title),
      withdrawnAt: Number(row.withdrawn_at),
      ...optional('reason', row.reason),
      isDeleted: row.is_deleted === 1,
    }
  );
}
