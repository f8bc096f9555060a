import type { Facet } from '../postings/keys.ts';
import type { Query } from '../query.ts';

/** A search, as far as it decides which documents are hits. */
export interface StandingSearch extends Pick<Query, 'terms' | 'excluded' | 'days'> {
  /** Numbers of each facet of which a document has to have one. */
  facets: Partial<Record<Facet, readonly number[]>>;
}

/** What decides whether a document is a hit. */
export interface StandingDocument extends Record<Facet, readonly number[]> {
  foldedTitle: string;
  foldedText: string;
  /** yyyymmdd in the site's zone, or `UNDATED`. */
  day: number;
}

/** Whether a document is a hit of a search: what the index finds, told from one document without the index. */
export function matchesDocument(
  { terms, excluded, days, facets }: StandingSearch,
  document: StandingDocument,
): boolean {
  const holds = (term: string): boolean => document.foldedTitle.includes(term) || document.foldedText.includes(term);
  return (
    document.day >= days.from &&
    document.day < days.before &&
    (Object.keys(facets) as Facet[]).every((facet) => facets[facet]?.some((id) => document[facet].includes(id))) &&
    terms.every(holds) &&
    !excluded.some(holds)
  );
}
