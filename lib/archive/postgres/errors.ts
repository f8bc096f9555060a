import { ArchiveError } from '../errors.ts';

const STANDBY = 'the server is a standby and cannot be written; DATABASE_URL must name the primary';

/** What is wrong, by the code of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html) or of the system. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server answers there; start it, or mend DATABASE_URL',
  ECONNRESET: 'the server ended the connection',
  EPIPE: 'the server ended the connection',
  ENOTFOUND: 'there is no such host; mend DATABASE_URL',
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ETIMEDOUT: 'the server does not answer',
  EHOSTUNREACH: 'the host cannot be reached',
  '28P01': 'the password or the user is wrong; mend DATABASE_URL',
  '28000': 'the server does not let this user in; see its pg_hba.conf',
  '3D000': 'there is no such database; create it',
  '42501': 'the user lacks a right; let it own the database, or grant what docs/operators.md names',
  '42P01': 'holds no archive; run: node bin/finews.ts index',
  '25006': STANDBY,
  '53100': 'the disk of the server is full; make room on it',
  '53300': 'the server has no connection left; raise its max_connections',
  '57P01': 'the server was stopped',
  '57P02': 'the server has crashed',
  '57P03': 'the server is starting or stopping',
};

/** Where a database is, without the password. */
export function describeUrl(databaseUrl: string): string {
  const { protocol, host, pathname } = new URL(databaseUrl);
  return `${protocol}//${host}${pathname}`;
}

/** @param databaseUrl of a server that may not be written */
export const standby = (databaseUrl: string): ArchiveError =>
  new ArchiveError(`${describeUrl(databaseUrl)}: ${STANDBY}`);

const LOST = ['ECONNRESET', 'EPIPE', '57P01', '57P02'];

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Whether a connection has ended, which says nothing about the next one. */
export const isLost = (error: unknown): boolean =>
  LOST.includes(codeOf(error)) || (error instanceof Error && error.message.startsWith('Connection terminated'));

/** What operators are told of an error of the connection or the server; `undefined` for an error of another kind. */
export function explain(error: unknown, databaseUrl: string): ArchiveError | undefined {
  const reason =
    REASONS[codeOf(error)] ?? (isLost(error) || isTimeout(error) ? 'the server does not answer' : undefined);
  if (reason === undefined) return undefined;
  return new ArchiveError(`${describeUrl(databaseUrl)}: ${reason}`, { cause: error });
}

const isTimeout = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('timeout exceeded when trying to connect');
