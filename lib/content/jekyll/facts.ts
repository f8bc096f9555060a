import { escapePath } from '../../addresses.ts';
import type { FileName } from '../file-name.ts';
import type { Head } from '../front-matter/head.ts';
import type { SplitPost } from '../front-matter/split.ts';
import { toPlainValue } from '../front-matter/values.ts';
import { parseTypedYaml } from '../liquid/index.ts';
import type { PageHead } from '../page/page-head.ts';
import type { PageName } from '../page/page-name.ts';
import type { ContentSettings } from '../settings.ts';
import { defaultsFor } from './defaults.ts';

/** What templates see of a file: its front matter, and the members that Jekyll adds to it. */
export type Facts = Map<unknown, unknown>;

/** @param url decoded path of the article */
export function postFacts(
  { name, post, head, url }: { name: FileName; post: SplitPost; head: Head; url: string },
  settings: ContentSettings,
): Facts {
  return new Map([
    ['name', nameOf(name.path)],
    ...frontMatterOf(name.path, 'posts', post, settings),
    ...documentFacts(name.path, 'posts', url, head.slug),
    ['title', head.title],
    ['slug', head.slug],
    ['date', new Date(head.publishedAt * 1000)],
    ['categories', head.categories],
    ['tags', head.tags],
    ['content', post.body],
  ]);
}

/** @param url decoded path of the page */
export function pageFacts(
  { name, post, head, url }: { name: PageName; post: SplitPost; head: PageHead; url: string },
  settings: ContentSettings,
): Facts {
  const { path, type, collection } = name;
  const facts: Facts = new Map([...frontMatterOf(path, type, post, settings), ['content', post.body]]);
  if (!collection) {
    const href = escapePath(url);
    const members = [
      ['dir', href.slice(0, href.lastIndexOf('/') + 1)],
      ['name', nameOf(path)],
      ['path', path],
      ['url', href],
    ] as const;
    return new Map([...facts, ...members]);
  }
  return new Map([
    ['name', nameOf(path)],
    ...facts,
    ...documentFacts(path, type, url, head.slug),
    ['title', head.title ?? head.nameTitle],
    ['slug', head.slug],
    ...(head.publishedAt === undefined ? [] : [['date', new Date(head.publishedAt * 1000)] as const]),
  ]);
}

function frontMatterOf(path: string, type: string, post: SplitPost, { defaults }: ContentSettings): Facts {
  const own: unknown = parseTypedYaml(post.yaml);
  const values = [...defaultsFor(path, type, defaults)].map(([field, value]) => [field, toPlainValue(value)] as const);
  return new Map<unknown, unknown>([...values, ...(own instanceof Map ? own : [])]);
}

const documentFacts = (path: string, label: string, url: string, slug: string): [string, unknown][] => [
  ['url', escapePath(url)],
  ['id', idOf(escapePath(url), slug)],
  ['path', path],
  ['relative_path', path],
  ['ext', path.slice(path.lastIndexOf('.'))],
  ['collection', label],
  ['draft', false],
];

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Ruby's `File.dirname` of the address, and the name. */
const idOf = (url: string, slug: string): string => url.replace(/(.)\/$/, '$1').replace(/[^/]*$/, '') + slug;
