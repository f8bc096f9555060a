/**
 * How a server runs the statements of `lib/archive/sql`. Each is written for look-ups in indexes, which is how SQLite runs them. A server
 * estimates what else might be faster, from statistics that may be of yesterday, for a prepared statement without its values: so it read
 * and sorted all entries of an archive for a page of a mix. What costs the same in every archive needs no estimates.
 */
const offFor = (ways: readonly string[]): string => ways.map((way) => `SET LOCAL enable_${way} = off; `).join('');

const WHOLE_TABLES = ['seqscan', 'hashjoin', 'mergejoin'];

/** Behind the `BEGIN` of a transaction that reads: an order is that of an index, too. */
export const READING_PLANS = offFor([...WHOLE_TABLES, 'bitmapscan', 'sort']);
/** Behind the `BEGIN` of one that writes: it looks up many rows at once. */
export const WRITING_PLANS = offFor(WHOLE_TABLES);
