import { addressMark } from '../../marks.ts';
import type { Withdrawal } from '../../types.ts';
import type { Snapshot } from '../snapshot.ts';
import { optional } from './rows.ts';

/** @see Archive.getWithdrawal */
export async function getWithdrawal(index: Snapshot, url: string): Promise<Withdrawal | undefined> {
  index.note(addressMark(url));
  // Few files have had one address.
  const rows = await index.all(
    'SELECT title, withdrawn_at, reason, is_deleted FROM withdrawn WHERE url = ? ORDER BY url, path',
    url,
  );
  const [row] = rows.sort((a, b) => Number(b.withdrawn_at) - Number(a.withdrawn_at));
  return (
    row && {
      title: String(row.title),
      withdrawnAt: Number(row.withdrawn_at),
      ...optional('reason', row.reason),
      isDeleted: row.is_deleted === 1,
    }
  );
}
