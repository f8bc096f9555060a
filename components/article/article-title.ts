import type { LinkedArticle } from '../../lib/archive/index.ts';
import { findForeignLanguage } from '../../lib/content/index.ts';

/** An article's title, with a placeholder for posts without one. */
export function articleTitle({ title }: { title: string }): string {
  return title || '（无标题）';
}

/** Who tells an article: the medium that it names, else its category; absent where it has neither. */
export const sourceTitle = ({ sourceName, category }: Pick<LinkedArticle, 'sourceName' | 'category'>) =>
  sourceName ?? category?.title;

/** Longest title, in characters, that is shown in the larger size. */
const LONG_TITLE = 48;

export function isLongTitle({ title }: { title: string }): boolean {
  return title.length > LONG_TITLE;
}

/** The `lang` attribute of an element whose text is in another language than the page. */
export function langOf(text: string): { lang?: string } {
  const lang = findForeignLanguage(text);
  return lang === undefined ? {} : { lang };
}

/** With fewer Han characters it is a word that stands between spaces, no part of a headline. */
const LEAST_HAN = 4;
const HAN = /\p{Script=Han}/gu;

/** The parts of a headline that its writer has set apart by spaces, as Chinese papers do; one part where it is not so. */
export function splitHeadline(title: string): string[] {
  const parts = title.split(' ');
  return parts.every((part) => (part.match(HAN) ?? []).length >= LEAST_HAN) ? parts : [title];
}
