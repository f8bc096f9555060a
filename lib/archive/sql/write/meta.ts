import type { Database } from '../database.ts';

/** A value of the table `meta`. */
export async function getMeta(db: Database, key: string): Promise<string | undefined> {
  const row = await db.get('SELECT value FROM meta WHERE key = ?', key);
  return row && String(row.value);
}

export async function setMeta(db: Database, key: string, value: string): Promise<void> {
  await db.run('INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value', key, value);
}
