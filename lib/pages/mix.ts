import { mixHref } from '../addresses.ts';
import type { Archive, CountedCategory } from '../archive/index.ts';
import { withBase } from '../base-path.ts';
import { dropIndex, parseLaterPage } from './listing.ts';
import type { ListingPage, MixFormPage, NotFoundPage, Redirect } from './page.ts';

/** Most categories of a mix. */
export const MAX_MIX_LENGTH = 50;
/** Longest address of a mix in bytes: the front takes paths of 4,096, and those of its pages and feeds are a little longer. */
const MAX_MIX_BYTES = 4_000;

/** A mix as an address names it. */
interface Mix {
  /** Names of its categories, sorted; those that differed in case alone are as the archive has them. */
  names: string[];
  categories: CountedCategory[];
  /** Names that no category has. */
  unknown: string[];
}

/**
 * Reads `/mix` with what its form sends, `/mix/<name>+<name>`, its later pages, and its form with those names chosen. Any other form
 * of these addresses leads to the canonical one.
 * @param segments decoded segments of the path, `mix` the first
 */
export async function readMix(
  archive: Archive,
  path: string,
  segments: readonly string[],
  parameters: URLSearchParams,
): Promise<ListingPage | MixFormPage | NotFoundPage | Redirect> {
  const [, text, part, ...rest] = dropIndex(segments);
  if (text === undefined) {
    const chosen = sortNames(parameters.getAll('s'));
    if (chosen.length > 0 && isShort(chosen)) return { kind: 'redirect', location: mixHref(chosen) };
    return path === '/mix' ? readForm(archive, chosen) : { kind: 'redirect', location: withBase('/mix') };
  }
  const asked = part === undefined ? 1 : part === 'edit' ? part : parseLaterPage(part);
  const names = parseMix(text);
  if (asked === undefined || rest.length > 0 || names.length === 0) return { kind: 'not-found' };
  if (!isShort(names)) return readForm(archive, names);
  const mix = await findMix(archive, names);
  if (!mix) return { kind: 'not-found' };
  const location = mixHref(mix.names, asked);
  if (location !== withBase(path)) return { kind: 'redirect', location };
  if (asked === 'edit') return readForm(archive, mix.names);
  const key = { kind: 'mix', names: mix.names } as const;
  const listing = await archive.listArticles(key, asked);
  return listing ? { kind: 'listing', key, listing, mix } : { kind: 'not-found' };
}

/**
 * The categories that names mean.
 * @returns `undefined` where none of the names is known, and for more of them than a mix may have
 */
export async function findMix(archive: Archive, names: readonly string[]): Promise<Mix | undefined> {
  if (!isShort(names)) return undefined;
  const found = await archive.findCategories(names);
  const sorted = sortNames(names.map((name, i) => found[i]?.name ?? name));
  const byName = new Map(found.filter((category) => category !== undefined).map((each) => [each.name, each]));
  if (byName.size === 0) return undefined;
  return {
    names: sorted,
    categories: sorted.map((name) => byName.get(name)).filter((category) => category !== undefined),
    unknown: sorted.filter((name) => !byName.has(name)),
  };
}

/** The names that `joinMix` joined, in whatever order. */
export const parseMix = (text: string): string[] =>
  sortNames(text.split('+').map((name) => name.replace(/%(?:25|2B)/gi, decodeURIComponent)));

async function readForm(archive: Archive, chosen: string[]): Promise<MixFormPage> {
  const form: MixFormPage = { kind: 'mix-form', categories: await archive.listCategories(), chosen };
  return isShort(chosen) ? form : { ...form, isTooLong: true };
}

const isShort = (names: readonly string[]): boolean =>
  names.length <= MAX_MIX_LENGTH && mixHref(names).length <= MAX_MIX_BYTES;

/** In the order of addresses, each once, none of them empty. */
const sortNames = (names: readonly string[]): string[] =>
  [...new Set(names)].filter(Boolean).sort((a, b) => (a < b ? -1 : 1));
