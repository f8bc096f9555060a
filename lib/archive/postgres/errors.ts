import { describeDatabase } from '../../database-address.ts';
import { ArchiveError } from '../errors.ts';

/** The settings that have addresses of servers. */
export type AddressSetting = 'DATABASE_URL' | 'DATABASE_REPLICA_URLS';

/** What is wrong, for operators; `…` stands for what the server or the system says itself, `$SETTING` for where the address is from. */
type Reasons = Readonly<Record<string, string>>;

const STANDBY = 'the server is a standby and cannot be written; DATABASE_URL must name the primary';
const SILENT = 'the server does not answer';
const ENDED = 'the server ended the connection';
const UNREACHABLE = 'the host cannot be reached';
const NO_MEMORY = 'the server has run out of memory; give it more, or lower its work_mem or max_connections';
const NO_FILES = 'this machine lets the process open no more files; raise LimitNOFILE or ulimit -n';
const DAMAGED = 'the database is damaged (…); restore it, or make an empty one and run: node bin/finews.mjs index';
const NO_UTF8 = "the encoding of the database cannot hold all texts; make it with ENCODING 'UTF8'";
const UNTRUSTED =
  'the authority of the certificate of the server is not known here (…); name the file of its own by sslrootcert=';
const NO_TLS = 'no TLS connection can be made (…); see sslmode, sslrootcert and the certificate of the server';

/**
 * What may be well again by itself, by the code of PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html) or of the
 * system.
 */
const MENDED_BY_TIME: Reasons = {
  ECONNREFUSED: 'no server answers there; start it, or mend $SETTING',
  ECONNRESET: ENDED,
  EPIPE: ENDED,
  EAI_AGAIN: 'the name of the host cannot be looked up',
  ETIMEDOUT: SILENT,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  '08P01': `${ENDED} (…)`,
  '25006': STANDBY,
  '40001': 'the standby has cancelled a question (…); raise its max_standby_streaming_delay',
  '40P01': 'two processes waited for each other; it is tried again',
  '53000': 'the server lacks something (…); see its log',
  '53100': 'the disk of the server is full; make room on it',
  '53200': NO_MEMORY,
  '53300': 'the server has no connection left; raise its max_connections',
  '55000': 'the server cannot do it now (…)',
  '55P03': 'another session holds a table or a row for longer than lock_timeout; see pg_stat_activity',
  '57014': 'the server has cancelled a statement (…); set statement_timeout to 0 for this user',
  '57P01': 'the server was stopped',
  '57P02': 'the server has crashed',
  '57P03': 'the server is starting or stopping',
  '58000': 'the system of the server fails (…); see its log',
  '58030': 'the server cannot read or write its files (…); see its log and its disk',
};

/** What stays so until somebody mends it. */
const MENDED_BY_OPERATOR: Reasons = {
  ENOTFOUND: 'there is no such host; mend $SETTING',
  '0A000': 'the server cannot do what is needed (…); PostgreSQL 14 or newer is',
  '22021': NO_UTF8,
  '22P05': NO_UTF8,
  '28000': 'the server does not let this user in (…); see its pg_hba.conf',
  '28P01': 'the password or the user is wrong; mend $SETTING',
  '3D000': 'there is no such database; create it',
  '42501': 'the user lacks a right (…); let it own the database, or grant what docs/operators.md names',
  '57P04': 'the database was dropped; create it',
  '58P01': DAMAGED,
  XX001: DAMAGED,
  XX002: DAMAGED,
  CERT_HAS_EXPIRED: 'the certificate of the server has expired; renew it',
  CERT_NOT_YET_VALID: 'the certificate of the server is not valid yet; look at the clocks',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another host (…); name the host as it does',
};

/** An archive that another process may be making. */
const EMPTY = 'holds no archive; run: node bin/finews.mjs index';
const NO_TABLE = '42P01';

/** Classes of codes for what happens to a server, whatever it is asked: of connections, resources, operators, and its system. */
const OF_TIME = ['08', '53', '57', '58'];

/** What the client says without a code (`lib/` of the package `pg`). */
const CLIENT_REASONS: readonly (readonly [said: RegExp, reason: string])[] = [
  [/client password must be/, 'the server asks for a password, and $SETTING has none; add it'],
  [/does not support SSL/, 'the server has no TLS; set ssl = on there, or leave sslmode out of $SETTING'],
  [/establishing an SSL connection/, NO_TLS],
];

/** Codes of a connection that has ended: by the system, by the server, by a limit of its settings, by a pooler. */
const LOST = ['ECONNRESET', 'EPIPE', '57P01', '57P02', '57P05', '25P03', '25P04', '08000', '08003', '08006', '08P01'];
/** A standby ends a question whose rows the primary has cleaned up meanwhile. */
const OUTRUN = '40001';

/** The code of PostgreSQL or of the system; empty where an error has none. */
export const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** On one line. */
const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim();

/** Whether a connection has ended, which says nothing about the next one. */
export const isLost = (error: unknown): boolean =>
  LOST.includes(codeOf(error)) ||
  (error instanceof Error &&
    /^(?:Connection terminated|Client has encountered a connection error)/.test(error.message));

/** Whether a question that changes nothing may be asked again, of this server or of another. */
export const isRepeatable = (error: unknown): boolean => isLost(error) || codeOf(error) === OUTRUN;

/** Whether a server has not answered in time: what is asked of the same connection next would wait for its answer. */
export const isTimeout = (error: unknown): boolean =>
  error instanceof Error &&
  /^(?:timeout exceeded when trying to connect|Query read timeout|Connection terminated due to connection timeout)/.test(
    error.message,
  );

/** Errors of the server have a level of its own (https://www.postgresql.org/docs/current/protocol-error-fields.html). */
const isOfServer = (error: unknown): boolean => error instanceof Error && 'severity' in error;

/** @param address of a database whose servers may not be written; one of them may be promoted */
export const standby = (address: string): ArchiveError =>
  new ArchiveError(`${describeDatabase(address)}: ${STANDBY}`, { remedy: 'time' });

/** @param address of a database without tables, or with empty ones */
export const empty = (address: string): ArchiveError =>
  new ArchiveError(`${describeDatabase(address)}: ${EMPTY}`, { remedy: 'time' });

/** Makes the line about an error, from the reason. */
const teller =
  (error: unknown, address: string, setting: AddressSetting) =>
  (reason: string, remedy: 'time' | 'operator'): ArchiveError => {
    const said = reason.replace('$SETTING', setting).replace('…', () => messageOf(error));
    return new ArchiveError(`${describeDatabase(address)}: ${said}`, { cause: error, remedy });
  };

/**
 * What operators are told of an error of the connection or the server; `undefined` for an error of another kind.
 * @param setting that the address is from
 */
export function explain(
  error: unknown,
  address: string,
  setting: AddressSetting = 'DATABASE_URL',
): ArchiveError | undefined {
  const tell = teller(error, address, setting);
  const code = codeOf(error);
  if (code === NO_TABLE) return empty(address);
  if (code === '28000' && /no encryption$/.test(messageOf(error))) {
    return tell('the server does not let this user in without TLS; add ?sslmode=verify-full to $SETTING', 'operator');
  }
  const passing = MENDED_BY_TIME[code];
  if (passing !== undefined) return tell(passing, 'time');
  const lasting = MENDED_BY_OPERATOR[code] ?? CLIENT_REASONS.find(([said]) => said.test(messageOf(error)))?.[1];
  if (lasting !== undefined) return tell(lasting, 'operator');
  if (isTimeout(error)) return tell(SILENT, 'time');
  if (isLost(error)) return tell(ENDED, 'time');
  if (!isOfServer(error)) return undefined;
  return tell(`the server says: … (${code}); see its log`, OF_TIME.includes(code.slice(0, 2)) ? 'time' : 'operator');
}

/** The same for whatever happens while a connection is made, of which nothing but the connection can be wrong. */
export function explainConnecting(error: unknown, address: string, setting: AddressSetting): ArchiveError {
  if (error instanceof ArchiveError) return error;
  const explained = explain(error, address, setting);
  if (explained) return explained;
  const tell = teller(error, address, setting);
  const code = codeOf(error);
  const { path, syscall } = (error instanceof Error ? error : {}) as { path?: unknown; syscall?: unknown };
  if (code === 'EMFILE' || code === 'ENFILE') return tell(NO_FILES, 'time');
  if (syscall === 'connect') return tell('no connection can be made (…)', 'time');
  if (path !== undefined) {
    return tell('a file that the address names cannot be read (…); mend $SETTING', 'operator');
  }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_OSSL') || code === 'EPROTO') {
    return tell(NO_TLS, 'operator');
  }
  return tell('no connection can be made (…)', 'operator');
}
