import { describeDatabase, listServerAddresses } from '../../../database-address.ts';
import { error, type Finding, judge, warning } from '../../diagnose/finding.ts';
import { judgeReplication } from './replication.ts';
import { type DiagnoseServerOptions, Server } from './server.ts';

interface PostgresDiagnoseOptions extends DiagnoseServerOptions {
  databaseUrl: string;
  replicaUrls?: readonly string[] | undefined;
  maxLagSeconds: number;
}

/**
 * What is to say of each server; the size of the search index, of which a node keeps copies, in bytes; and a file of the content folder that
 * pages show, where they do.
 */
export async function diagnosePostgres(
  options: PostgresDiagnoseOptions,
): Promise<{ findings: Finding[]; size: number; staticFile?: string | undefined }> {
  const { databaseUrl, replicaUrls = [], maxLagSeconds } = options;
  const primaries = listServerAddresses(databaseUrl);
  const addresses = [...new Set([...primaries, ...listServerAddresses(...replicaUrls)])];
  const servers = addresses.map((address) => {
    const setting = primaries.includes(address) ? 'DATABASE_URL' : 'DATABASE_REPLICA_URLS';
    return new Server({ address, setting }, options);
  });
  try {
    const findings: Finding[] = [];
    for (const server of servers) findings.push(...(await server.diagnose()));
    const primary = servers.find(({ role, address }) => role === 'primary' && primaries.includes(address));
    for (const server of servers) {
      if (server.role === 'standby') findings.push(await judgeReplication(server, primary, maxLagSeconds));
    }
    findings.push(judgePrimary(describeDatabase(databaseUrl), primary !== undefined, options.isReadOnly));
    return {
      findings,
      size: Math.max(0, ...servers.map(({ size }) => size)),
      staticFile: servers.find(({ staticFile }) => staticFile !== undefined)?.staticFile,
    };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

function judgePrimary(place: string, canBeWritten: boolean, isReadOnly: boolean): Finding {
  const none = `${place}: none of its servers can be written`;
  const otherwise = isReadOnly
    ? warning(`${none}; nothing is published meanwhile`)
    : error(`${none}; start the primary, or promote a standby`);
  return judge('primary', canBeWritten, `${place}: one server can be written`, otherwise);
}
