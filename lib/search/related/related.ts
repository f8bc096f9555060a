import { bigramKey } from '../postings/keys.ts';
import { countDocs, mostDocsBytes, readDocs } from '../postings/posting-list.ts';
import { TIMELESS } from '../segments/columns.ts';
import { articleOf, isRemoved, type Place, publishedAtOf, type Segment } from '../segments/open-segments.ts';
import type { SegmentReader } from '../segments/segment-store.ts';
import { foldText } from '../text/fold.ts';
import { areLikelyCopies } from './copies.ts';
import { sortByDistance } from './nearby.ts';
import { listShingles } from './shingles.ts';

/** Related articles are looked for in the nearest segments that have so many documents together. */
const NEAR_DOCUMENTS = 32_768;
/**
 * Segments of fewer documents are no source of related articles, where the others have enough: they come and go with each
 * update, and with them would the related articles of every page.
 */
const FEWEST_DOCUMENTS = 512;
const ENOUGH_DOCUMENTS = 4_096;
/** A bigram that is in the titles of more documents says little. */
const MOST_TITLES = 400;
const MOST_BYTES = mostDocsBytes(MOST_TITLES);
/** How many bigrams of a title count: the rarest. */
const RAREST_BIGRAMS = 10;
/** How many of them a related title has at least, and what share of the weight of all. */
const FEWEST_SHARED = 2;
const LEAST_SHARE = 0.25;
/** Share of its bigrams that the shorter of two headlines has in the longer one, where both say the same. */
const SAME_HEADLINE = 0.8;
/** Candidates for each related article: some have a headline that says the same. */
const CANDIDATES_EACH = 3;

/** A rare bigram of a title: its documents in each of the near segments, encoded, and their number in all of them. */
interface RareBigram {
  lists: (Uint8Array | undefined)[];
  count: number;
}

interface ScoredPlace {
  place: Place;
  score: number;
}

/** What related articles are asked for. */
export interface RelatedRequest {
  /** The title of the article as it was written. */
  title: string;
  limit: number;
  /** Articles that are left out. */
  exclude: readonly number[];
}

/** An article that may be related to another. */
interface TitledArticle {
  article: number;
  /** As it was written. */
  title: string;
}

/**
 * Articles whose titles share rare bigrams with that of a document: the most alike first, newer ones before older, one of each
 * story, never the document's own. More than `limit`, since some have a headline that says the same.
 */
export function listRelatedCandidates(
  own: Place,
  segments: readonly Segment[],
  store: SegmentReader,
  { title, limit, exclude }: RelatedRequest,
): number[] {
  const near = takeNear(own, segments);
  // A bigram that is in the document's own title alone finds nothing.
  const fewestTitles = near.includes(own.segment) ? 2 : 1;
  const candidates = listCandidates(title, fewestTitles, near, store)
    .filter((place) => articleOf(place) !== articleOf(own) && !exclude.includes(articleOf(place)))
    .values();
  return takeStories(own, candidates, CANDIDATES_EACH * limit);
}

/** The first of the candidates, one of each headline, none with the headline of the article itself. */
export function chooseRelated(title: string, candidates: readonly TitledArticle[], limit: number): number[] {
  const headlines = [toHeadline(title)];
  const related: number[] = [];
  for (const { article, title: other } of candidates) {
    if (related.length === limit) break;
    const headline = toHeadline(other);
    if (headlines.some((known) => isSameHeadline(known, headline))) continue;
    headlines.push(headline);
    related.push(article);
  }
  return related;
}

/** The articles of one document of each story but that of a document, at most so many. */
function takeStories(own: Place, places: Iterable<Place>, limit: number): number[] {
  const taken: Place[] = [];
  for (const place of places) {
    if (taken.length === limit) break;
    if (![own, ...taken].some((other) => areLikelyCopies(place, other))) taken.push(place);
  }
  return taken.map(articleOf);
}

/** Dated documents whose titles are like a title, the most alike first. */
function listCandidates(title: string, fewestTitles: number, near: readonly Segment[], store: SegmentReader): Place[] {
  const keys = listTitleKeys(foldText(title));
  store.willRead(
    near.map(({ id }) => id),
    keys,
  );
  const rarest = keys
    .flatMap((key) => findRare(key, fewestTitles, near, store) ?? [])
    .sort((a, b) => a.count - b.count)
    .slice(0, RAREST_BIGRAMS);
  return scoreDocuments(rarest, near)
    .filter(({ place }) => !isRemoved(place) && publishedAtOf(place) !== TIMELESS)
    .sort((a, b) => b.score - a.score || publishedAtOf(b.place) - publishedAtOf(a.place))
    .map(({ place }) => place);
}

/** Segments among whose documents related articles are looked for. */
export function listSourcesOfRelated<Stored extends { size: number }>(segments: readonly Stored[]): Stored[] {
  const large = segments.filter(({ size }) => size >= FEWEST_DOCUMENTS);
  const count = large.reduce((sum, { size }) => sum + size, 0);
  return count >= ENOUGH_DOCUMENTS ? large : [...segments];
}

/** The nearest sources that have `NEAR_DOCUMENTS` together. */
function takeNear(own: Place, segments: readonly Segment[]): readonly Segment[] {
  const near: Segment[] = [];
  let count = 0;
  for (const { segment } of sortByDistance(own, listSourcesOfRelated(segments))) {
    if (count >= NEAR_DOCUMENTS) break;
    near.push(segment);
    count += segment.columns.size;
  }
  return near;
}

/** Keys of the bigrams of letters and digits in a title, each once. */
function listTitleKeys(foldedTitle: string): number[] {
  const keys = new Set<number>();
  for (const word of foldedTitle.match(/[\p{L}\p{N}]{2,}/gu) ?? []) {
    for (let i = 0; i + 1 < word.length; i++) keys.add(bigramKey('title', word.charCodeAt(i), word.charCodeAt(i + 1)));
  }
  return [...keys];
}

/** `undefined` for a bigram that is in too many or too few titles. */
function findRare(
  key: number,
  fewestTitles: number,
  near: readonly Segment[],
  store: SegmentReader,
): RareBigram | undefined {
  const lists: RareBigram['lists'] = [];
  let count = 0;
  for (const { id } of near) {
    const list = store.readShortDocs(id, key, MOST_BYTES);
    if (list === null) return undefined;
    if (list) count += countDocs(list);
    if (count > MOST_TITLES) return undefined;
    lists.push(list);
  }
  return count < fewestTitles ? undefined : { lists, count };
}

/** The documents that share enough of the bigrams, each once. A bigram weighs the more, the rarer it is. */
function scoreDocuments(bigrams: readonly RareBigram[], near: readonly Segment[]): ScoredPlace[] {
  const docCount = near.reduce((sum, { columns }) => sum + columns.size, 0);
  const weights = bigrams.map(({ count }) => Math.log(docCount / count));
  const leastScore = LEAST_SHARE * weights.reduce((sum, weight) => sum + weight, 0);
  const scored: ScoredPlace[] = [];
  for (const [i, segment] of near.entries()) {
    const shared = new Map<number, { count: number; score: number }>();
    for (const [n, { lists }] of bigrams.entries()) {
      for (const document of listDocs(lists[i])) {
        const { count, score } = shared.get(document) ?? { count: 0, score: 0 };
        shared.set(document, { count: count + 1, score: score + (weights[n] ?? 0) });
      }
    }
    for (const [document, { count, score }] of shared) {
      if (count >= FEWEST_SHARED && score >= leastScore) scored.push({ place: { segment, document }, score });
    }
  }
  return scored;
}

function listDocs(list: Uint8Array | undefined): Uint16Array {
  const docs = new Uint16Array(list ? countDocs(list) : 0);
  if (list) readDocs(list, docs);
  return docs;
}

/** A headline, ready to be compared with others: its bigrams of letters and digits. */
const toHeadline = (title: string): ReadonlySet<number> => listShingles(foldText(title), 2);

/** Whether two headlines say the same: agencies repeat theirs with a word more or less. */
function isSameHeadline(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  const least = Math.min(a.size, b.size);
  return least > 0 && a.intersection(b).size >= SAME_HEADLINE * least;
}
