/** Addresses of PostgreSQL servers: `postgres://user:password@host:5432,other:5432/name`, where hosts of one database stand beside each other. */

const PARTS = /^(postgres(?:ql)?:\/\/)([^/?#]*@)?([^/?#@]*)(\/[^/?#]+.*)$/;

/** The address of each server of databases, with one host each; none for a text that is no such address. */
export function listServerAddresses(...addresses: string[]): string[] {
  return addresses.flatMap((address) => {
    const [, scheme = '', user = '', hosts, rest = ''] = PARTS.exec(address) ?? [];
    if (hosts === undefined) return [];
    const servers = hosts.split(',').map((host) => `${scheme}${user}${host}${rest}`);
    return servers.every((server) => URL.canParse(server)) ? servers : [];
  });
}

/** Whether every `%` of an address begins the code of a character in UTF-8. */
export function isDecodable(address: string): boolean {
  try {
    decodeURIComponent(address);
    return true;
  } catch {
    return false;
  }
}

/**
 * The members of a list of addresses with commas between them. Hosts beside each other, in one address, have commas too: an address
 * begins with its scheme.
 */
export const splitReplicaUrls = (list: string): string[] =>
  list
    .split(/,\s*(?=postgres(?:ql)?:\/\/)/)
    .map((address) => address.trim())
    .filter(Boolean);

/** Where a database is, for messages: without user, password and parameters. */
export function describeDatabase(address: string): string {
  const [, scheme = '', , hosts = '', rest = ''] = PARTS.exec(address) ?? [];
  return `${scheme}${hosts}${rest.split('?', 1)[0]}`;
}
