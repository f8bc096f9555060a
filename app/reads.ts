import { cache } from 'react';
import { getArchive, type ListingKey } from '../lib/archive/index.ts';

/** What both a page and its metadata ask of the archive is read once a request. */
export const getSite = cache(() => getArchive().getSite());

export const getArticle = cache((url: string) => getArchive().getArticle(url));

/** @param name of the category or tag, or the period; empty for `latest` */
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
