import { findForeignLanguage } from '../lib/content/index.ts';

/** What readers see in place of a title: some posts of the archive have none. */
export function articleTitle({ title }: { title: string }): string {
  return title || '（无标题）';
}

/** Characters beyond which a headline takes a smaller size. */
const LONG_TITLE = 48;

export function isLongTitle({ title }: { title: string }): boolean {
  return title.length > LONG_TITLE;
}

/** The `lang` of an element with a text of the archive, where that is in another language than the page. */
export function langOf(text: string): { lang?: string } {
  const lang = findForeignLanguage(text);
  return lang === undefined ? {} : { lang };
}
