import { pinyin } from 'pinyin-pro';
import { toZonedIso } from '../../calendar.ts';
import { parseYaml, textOf } from '../../content/index.ts';

/** What an editor says of a new post. */
export interface NewPost {
  title: string;
  categories: readonly string[];
  tags: readonly string[];
  /** Seconds since 1970. */
  publishedAt: number;
  /** Written with `published: false`: readers see it once that line is gone. */
  isDraft: boolean;
}

/** Most characters of a name made of a title. */
const MAX_SLUG_LENGTH = 60;

/** The file of a post without a body. */
export function renderNewPost({ title, categories, tags, publishedAt, isDraft }: NewPost, timezone: string): string {
  const lines = [
    `title: ${quote(title)}`,
    `date: ${toDateField(publishedAt, timezone)}`,
    `categories: ${toList(categories)}`,
    ...(tags.length > 0 ? [`tags: ${toList(tags)}`] : []),
    ...(isDraft ? ['published: false'] : []),
  ];
  return `---\n${lines.join('\n')}\n---\n\n`;
}

/** `2022-02-22 10:01:04 +0800`, as the archive writes dates. */
function toDateField(epochSeconds: number, timezone: string): string {
  const [, day, time, hours, minutes] = /^(.+)T(.+)([-+]\d\d):(\d\d)$/.exec(toZonedIso(epochSeconds, timezone)) ?? [];
  return `${day} ${time} ${hours}${minutes}`;
}

/** A double-quoted scalar. YAML has all escapes of JSON (YAML 1.2, 5.7). */
const quote = (text: string): string => JSON.stringify(text.toWellFormed());

/** One plain name as it is, as in the archive; anything else as a list. */
function toList(names: readonly string[]): string {
  const [first = ''] = names;
  return names.length === 1 && isPlain(first)
    ? first
    : `[${names.map((name) => (isPlain(name) ? name : quote(name))).join(', ')}]`;
}

/** Whether a name can stand in YAML without quotes, alone and in a list, and is one name for Jekyll. */
const isPlain = (name: string): boolean =>
  /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(name) && typeof parseYaml(name).value === 'string' && textOf(name) === name;

/**
 * The name of a file without date and ending: the title in pinyin, as far as it is not too long.
 * @returns an empty text for a title without letters and digits
 */
export function toSlug(title: string): string {
  const syllables = pinyin(title.normalize('NFKC'), { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true });
  const words =
    syllables
      .join(' ')
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .match(/[a-z\d]+/g) ?? [];
  let slug = '';
  for (const word of words) {
    const longer = slug === '' ? word : `${slug}-${word}`;
    if (longer.length > MAX_SLUG_LENGTH) return slug || word.slice(0, MAX_SLUG_LENGTH);
    slug = longer;
  }
  return slug;
}
