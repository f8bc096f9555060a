import type { IncomingMessage } from 'node:http';
import { isIP, isIPv6 } from 'node:net';

/** How clients are told apart behind reverse proxies. */
export interface TrustedProxies {
  /** Proxies before the front that each add the address of whom they serve. 0: clients are not told apart. */
  count: number;
  /** Name of the header with the addresses, in lower case: a list, the nearest proxy's entry last. */
  header: string;
}

/** Requests of one client that may wait for a worker or be under way. A browser has fewer, a crawler with many connections more. */
const MOST_AT_A_TIME = 8;

/** Sees to it that one client does not take all workers: kept answers are for all, new ones so many at a time. */
export class ClientShare {
  readonly #proxies: TrustedProxies;
  readonly #underWay = new Map<string, number>();

  constructor(proxies: TrustedProxies) {
    this.#proxies = proxies;
  }

  /**
   * Runs what a client asks for.
   * @returns `undefined` without running it where the client has had its share
   */
  async run<Result>(request: IncomingMessage, make: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#proxies.count === 0) return make();
    const client = clientOf(request, this.#proxies);
    const count = this.#underWay.get(client) ?? 0;
    if (count >= MOST_AT_A_TIME) return undefined;
    this.#underWay.set(client, count + 1);
    try {
      return await make();
    } finally {
      const left = (this.#underWay.get(client) ?? 1) - 1;
      if (left === 0) this.#underWay.delete(client);
      else this.#underWay.set(client, left);
    }
  }
}

/**
 * The network that a client is known by: an IPv4 address, or the first 64 bits of an IPv6 address, of which one client has many.
 * Entries before those of the trusted proxies are what the client itself wrote, and count for nothing.
 */
export function clientOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  { count, header }: TrustedProxies,
): string {
  const entries = String(headers[header] ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  const address = addressOf(entries.at(-count) ?? entries[0] ?? '') ?? socket.remoteAddress ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped ?? (isIPv6(address) ? networkOf(address) : address);
}

/** An entry may have a port, and brackets. */
function addressOf(entry: string): string | undefined {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry;
  return isIP(bare) === 0 ? undefined : bare;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const behind = tail ? tail.split(':') : [];
  const missing = tail === undefined ? 0 : 8 - groups.length - behind.length;
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...behind];
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
