import type { ListingKey } from '../../lib/archive/index.ts';

/** A listing as one string, in pages and for `/api/arrivals`: `latest`, `category:emnews`, `tag:评论`, `stock:SH600519`, `period:2022-02`. */
export function listingName(key: ListingKey): string {
  switch (key.kind) {
    case 'latest':
      return 'latest';
    case 'period':
      return `period:${key.period}`;
    default:
      return `${key.kind}:${key.name}`;
  }
}

/** The listing of a string that `listingName` wrote; `undefined` for any other string. */
export function parseListingName(text: string): ListingKey | undefined {
  if (text === 'latest') return { kind: 'latest' };
  const [, kind, name = ''] = /^(category|tag|stock|period):(.+)$/s.exec(text) ?? [];
  switch (kind) {
    case 'category':
    case 'tag':
    case 'stock':
      return { kind, name };
    case 'period':
      return { kind, period: name };
    default:
      return undefined;
  }
}
