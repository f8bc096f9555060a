import { describeDatabase } from '../../database-address.ts';
import { ArchiveError } from '../errors.ts';

const STANDBY = 'the server is a standby and cannot be written; DATABASE_URL must name the primary';
const SILENT = 'the server does not answer';

/** What is wrong, by the code of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html) or of the system. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server answers there; start it, or mend DATABASE_URL',
  ECONNRESET: 'the server ended the connection',
  EPIPE: 'the server ended the connection',
  ENOTFOUND: 'there is no such host; mend DATABASE_URL',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ETIMEDOUT: SILENT,
  EHOSTUNREACH: 'the host cannot be reached',
  '28P01': 'the password or the user is wrong; mend DATABASE_URL',
  '28000': 'the server does not let this user in; see its pg_hba.conf',
  '3D000': 'there is no such database; create it',
  '42501': 'the user lacks a right; let it own the database, or grant what docs/operators.md names',
  '42P01': 'holds no archive; run: node bin/finews.mjs index',
  '25006': STANDBY,
  '53100': 'the disk of the server is full; make room on it',
  '53300': 'the server has no connection left; raise its max_connections',
  '57P01': 'the server was stopped',
  '57P02': 'the server has crashed',
  '57P03': 'the server is starting or stopping',
};

/** @param address of a database whose servers may not be written */
export const standby = (address: string): ArchiveError => new ArchiveError(`${describeDatabase(address)}: ${STANDBY}`);

/** Codes of a connection that has ended: by the system, by the server, by a limit of its settings, by a pooler. */
const LOST = ['ECONNRESET', 'EPIPE', '57P01', '57P02', '57P05', '25P03', '25P04', '08000', '08003', '08006', '08P01'];
/** A standby ends a question whose rows the primary has cleaned up meanwhile. */
const OUTRUN = '40001';

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Whether a connection has ended, which says nothing about the next one. */
export const isLost = (error: unknown): boolean =>
  LOST.includes(codeOf(error)) ||
  (error instanceof Error &&
    /^(?:Connection terminated|Client has encountered a connection error)/.test(error.message));

/** Whether a question that changes nothing may be asked again, of this server or of another. */
export const isRepeatable = (error: unknown): boolean => isLost(error) || codeOf(error) === OUTRUN;

/** What operators are told of an error of the connection or the server; `undefined` for an error of another kind. */
export function explain(error: unknown, address: string): ArchiveError | undefined {
  const reason = REASONS[codeOf(error)] ?? (isLost(error) || isTimeout(error) ? SILENT : undefined);
  if (reason === undefined) return undefined;
  return new ArchiveError(`${describeDatabase(address)}: ${reason}`, { cause: error });
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && /^(?:timeout exceeded when trying to connect|Query read timeout)/.test(error.message);
