import { findForeignLanguage } from '../../lib/content/index.ts';

/** An article's title, with a placeholder for posts without one. */
export function articleTitle({ title }: { title: string }): string {
  return title || '（无标题）';
}

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
