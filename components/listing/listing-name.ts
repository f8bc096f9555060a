import { joinMix } from '../../lib/addresses.ts';
import type { ListingKey } from '../../lib/archive/index.ts';
import { MAX_MIX_LENGTH, parseMix } from '../../lib/pages/index.ts';

/**
 * A listing as one string, in pages and for `/api/arrivals`: `latest`, `category:emnews`, `tag:评论`, `stock:SH600519`, `period:2022-02`,
 * `mix:a+b`.
 */
export function listingName(key: ListingKey): string {
  switch (key.kind) {
    case 'latest':
      return 'latest';
    case 'period':
      return `period:${key.period}`;
    case 'mix':
      return `mix:${joinMix(key.names)}`;
    default:
      return `${key.kind}:${key.name}`;
  }
}

/** The listing of a string that `listingName` wrote; `undefined` for any other string. */
export function parseListingName(text: string): ListingKey | undefined {
  if (text === 'latest') return { kind: 'latest' };
  const [, kind, name = ''] = /^(category|tag|stock|period|mix):(.+)$/s.exec(text) ?? [];
  switch (kind) {
    case 'category':
    case 'tag':
    case 'stock':
      return { kind, name };
    case 'period':
      return { kind, period: name };
    case 'mix': {
      const names = parseMix(name);
      return names.length > MAX_MIX_LENGTH ? undefined : { kind, names };
    }
    default:
      return undefined;
  }
}
