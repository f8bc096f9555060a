import { createHash } from 'node:crypto';

/** Namespace of this portal's name-based UUIDs: a random UUID, never to be changed. */
const NAMESPACE = Buffer.from('6f0b0e1c5d3f4a86a2f7c1f1d3a9b7e4', 'hex');

/**
 * Identity of an article in feeds: a URN of the UUID (version 5, RFC 9562) of its file's path. Stable when the address,
 * the title or the site's host changes.
 */
export function feedId(path: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(path).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `urn:uuid:${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}`;
}
