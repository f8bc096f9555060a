/** What a reader follows, keeps and has begun to read: it lies in the browser, and is sent nowhere. */
import { BASE, PREFIX } from '../base.ts';

export type Own = 'follows' | 'kept' | 'places';

/** Two portals of one host do not share it. */
const keyOf = (name: Own): string => name + BASE;

/** Empty where there is nothing, and where storage is forbidden. */
export function readOwn(name: Own): string {
  try {
    return localStorage.getItem(keyOf(name)) ?? '';
  } catch {
    return '';
  }
}

/** @returns whether the browser keeps it */
export function writeOwn(name: Own, value: string): boolean {
  try {
    if (value === '') localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), value);
  } catch {
    return false;
  }
  showOwn();
  return true;
}

/** Lets the masthead show links to what there is: `app/_styles/own.css`. */
export function showOwn(): void {
  for (const name of ['follows', 'kept'] as const) {
    document.documentElement.toggleAttribute(`data-${name}`, readOwn(name) !== '');
  }
  const link = document.querySelector<HTMLAnchorElement>('.if-follows a');
  if (link) link.href = mixHref(readOwn('follows'));
}

/** Address of the page of what is followed. @param names as they are stored */
export const mixHref = (names: string): string => `${BASE}${PREFIX}/mix/${names}`;

/** The path of this page below the base, the same in both forms of Chinese. */
export const ownPath = (): string => location.pathname.slice((BASE + PREFIX).length);

/** The longest text of an item, in UTF-16 code units. */
const LONGEST = 2_000;

export const isShort = (value: unknown): value is string => typeof value === 'string' && value.length <= LONGEST;

/** Whether a value is the path of a page of this host. Browsers pass over tabs and line breaks in addresses. */
export const isPath = (value: unknown): value is string => isShort(value) && /^\/(?![/\\\s])/.test(value);

/** What `JSON.parse` makes of a text that may be anything. */
export function parseList(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
