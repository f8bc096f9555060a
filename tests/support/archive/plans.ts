import type { Client } from 'pg';

/** What a statement has read. */
export interface Measured {
  /** Rows of tables and indexes, those that a filter has left out included. */
  rows: number;
  /** Blocks of 8 KB that were looked at, in memory or not. */
  blocks: number;
  /** Rows that the largest sort was given. */
  sorted: number;
  /** Tables that were read from end to end. */
  scans: string[];
}

/** A node of a plan as `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)` gives it. Counts of rows are means over the loops. */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: PlanNode[];
}

/** Makes new sessions of a database tell the plan of each statement, as it was run, in a notice. */
export const explainAll = `DO $$
DECLARE setting text;
BEGIN
  FOREACH setting IN ARRAY ARRAY[
    'session_preload_libraries = auto_explain', 'auto_explain.log_min_duration = 0', 'auto_explain.log_analyze = on',
    'auto_explain.log_timing = off', 'auto_explain.log_buffers = on', 'auto_explain.log_format = json',
    'auto_explain.log_level = notice', 'auto_explain.log_parameter_max_length = 0'
  ] LOOP
    EXECUTE format('ALTER DATABASE %I SET %s', current_database(), setting);
  END LOOP;
END $$`;

/**
 * Listens to the plans that sessions tell.
 * @param note is called with the text of a statement, in which a list of places is one place
 * @returns stops it
 */
export function onPlan(of: typeof Client, note: (sql: string, measured: Measured) => void): () => void {
  const { query } = of.prototype;
  const known = new WeakSet<Client>();
  const listen = ({ message = '' }: { message?: string | undefined }): void => {
    const json = /^duration: .* plan:\n(.*)$/s.exec(message)?.[1];
    if (json === undefined) return;
    const told = JSON.parse(json) as { 'Query Text': string; Plan: PlanNode };
    note(shorten(told['Query Text']), measure(told.Plan));
  };
  of.prototype.query = function (this: Client, ...request: unknown[]) {
    if (!known.has(this)) this.on('notice', listen);
    known.add(this);
    return Reflect.apply(query, this, request);
  } as typeof query;
  return () => {
    of.prototype.query = query;
  };
}

/** A statement on one line, the same however many values a list of it has. */
const shorten = (sql: string): string =>
  sql
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\$\d+/g, '?')
    .replace(/(\?|\((?:[^()]|\([^()]*\))*\))(?:, \1)+/g, '$1, …');

function measure(plan: PlanNode): Measured {
  const measured: Measured = { rows: 0, blocks: 0, sorted: 0, scans: [] };
  measured.blocks = (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
  const visit = (node: PlanNode): void => {
    const loops = node['Actual Loops'] ?? 0;
    const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
    const type = node['Node Type'];
    const rows = Math.ceil(((node['Actual Rows'] ?? 0) + removed) * loops);
    if (/Scan$/.test(type) && node['Relation Name'] !== undefined) measured.rows += rows;
    if (type === 'Seq Scan') measured.scans.push(node['Relation Name'] ?? '');
    const [below] = node.Plans ?? [];
    if (/Sort$/.test(type) && below) {
      measured.sorted = Math.max(measured.sorted, (below['Actual Rows'] ?? 0) * (below['Actual Loops'] ?? 0));
    }
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(plan);
  return measured;
}
