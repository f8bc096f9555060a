import { cache } from 'react';
import { getArchive, type ListingKey } from '../../lib/archive/index.ts';

/** Reads of the archive that a page shares with its metadata: each is done once a request. */
export const getSite = cache(() => getArchive().getSite());

export const getArticle = cache((url: string) => getArchive().getArticle(url));

/** @param name of the category or tag, or the period; empty for `latest`. `cache` compares arguments by identity, so no key object */
const getListingOf = cache((kind: ListingKey['kind'], name: string, page: number) =>
  getArchive().listArticles(toKey(kind, name), page),
);

export function getListing(key: ListingKey, page: number) {
  return getListingOf(key.kind, key.kind === 'period' ? key.period : key.kind === 'latest' ? '' : key.name, page);
}

function toKey(kind: ListingKey['kind'], name: string): ListingKey {
  switch (kind) {
    case 'latest':
      return { kind };
    case 'period':
      return { kind, period: name };
    default:
      return { kind, name };
  }
}

export const listNavigation = cache(() => getArchive().listNavigation());
