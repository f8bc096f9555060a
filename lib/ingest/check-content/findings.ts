import { dayOf } from '../../calendar.ts';
import type { PageFacts, PostFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import type { KnownAddresses } from './known-addresses.ts';
import { findDeadAddresses, findRedirectedLinks } from './link-findings.ts';
import { findNearTwins } from './near-twins.ts';

/** Dates before this are taken for mistakes, in seconds since 1970: no source of the archive is older. */
const EARLIEST = Date.UTC(1990, 0, 1) / 1000;
/** Dates further ahead than this are taken for mistakes, in seconds. */
const FURTHEST_AHEAD = 366 * 86_400;

export interface Surveyed {
  /** In the order of their paths. */
  posts: readonly PostFacts[];
  pages: readonly PageFacts[];
  addresses: KnownAddresses;
  timezone: string;
  /** Seconds since 1970. */
  now: number;
}

/** Everything that indexing does not say, in no particular order. */
export function listFindings({ posts, pages, addresses, timezone, now }: Surveyed): Finding[] {
  return [
    ...[...posts, ...pages].flatMap((page) => [...findRival(page, addresses), ...findDeadAddresses(page, addresses)]),
    ...posts.flatMap((post) => findWrongDate(post, timezone, now)),
    ...findRepeats(posts, titleOnDay(timezone), (_, first) => ({
      message: `title: the same as that of ${first.path} on the same day; remove one of them, or tell the titles apart`,
      locate: (positions) => positions.ofField('title'),
    })),
    ...findRepeats(
      posts,
      ({ sourceUrl }) => sourceUrl,
      ({ sourceUrl = '' }, first) => ({
        message: `the source link is also that of ${first.path}: ${sourceUrl}`,
        locate: (positions) => positions.ofText(`<${sourceUrl}>`, sourceUrl),
      }),
    ),
    ...findLonelyCategories(posts),
  ];
}

/** What is to be said of links alone: which lead nowhere, and which through redirects. */
export function listLinkFindings({ posts, pages, addresses }: Surveyed): Finding[] {
  return [...posts, ...pages].flatMap((page) => [
    ...findDeadAddresses(page, addresses),
    ...findRedirectedLinks(page, addresses),
  ]);
}

function findRival(page: PageFacts, addresses: KnownAddresses): Finding[] {
  const rival = addresses.findRival(page);
  if (rival === undefined) return [];
  const message = `has the same address as ${rival}: ${page.url}; rename one of them or give it a permalink`;
  return [{ path: page.path, severity: 'error', message, locate: (positions) => positions.ofField('permalink') }];
}

function findWrongDate({ path, publishedAt }: PostFacts, timezone: string, now: number): Finding[] {
  const isEarly = publishedAt < EARLIEST;
  if (!isEarly && publishedAt <= now + FURTHEST_AHEAD) return [];
  const reason = isEarly ? 'before 1990' : 'more than a year ahead';
  const message = `date: ${dayOf(publishedAt, timezone)} is ${reason}; is that meant?`;
  return [{ path, severity: 'warning', message, locate: (positions) => positions.ofField('date') }];
}

const titleOnDay =
  (timezone: string) =>
  ({ title, publishedAt }: PostFacts): string =>
    `${dayOf(publishedAt, timezone)} ${title}`;

/** Code of the source in the slug of a wire post, or of the media post of the same article, which share title and source. */
const codeOf = ({ slug }: PostFacts): string | undefined => /^(?:NW)?(\d{18})$/.exec(slug)?.[1];

/** Posts that have something in common with a post before them, which is not their twin. */
function findRepeats(
  posts: readonly PostFacts[],
  keyOf: (post: PostFacts) => string | undefined,
  describe: (post: PostFacts, first: PostFacts) => Pick<Finding, 'message' | 'locate'>,
): Finding[] {
  const firsts = new Map<string, PostFacts>();
  const findings: Finding[] = [];
  for (const post of posts) {
    const key = keyOf(post);
    if (key === undefined) continue;
    const first = firsts.get(key);
    const code = codeOf(post);
    if (!first) firsts.set(key, post);
    else if (code === undefined || code !== codeOf(first)) {
      findings.push({ path: post.path, severity: 'warning', ...describe(post, first) });
    }
  }
  return findings;
}

/** Categories of a single post that are probably another one, misspelt. */
function findLonelyCategories(posts: readonly PostFacts[]): Finding[] {
  const counts = new Map<string, number>();
  for (const { categories } of posts) for (const name of categories) counts.set(name, (counts.get(name) ?? 0) + 1);
  const twins = findNearTwins(counts);
  return posts.flatMap(({ path, categories }) =>
    categories.flatMap((name): Finding[] => {
      const twin = twins.get(name);
      if (twin === undefined) return [];
      const message = `categories: “${name}” has this post alone, and “${twin}” has ${counts.get(twin)}; is that meant?`;
      return [
        { path, severity: 'warning', message, locate: (positions) => positions.ofField('categories', 'category') },
      ];
    }),
  );
}
