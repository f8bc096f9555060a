import { ownPath, parseList, readOwn, writeOwn } from './storage.ts';

/** Path of an article, and number of the paragraph that was read last. */
type Place = [path: string, paragraph: number];

/** Articles whose places are remembered, the last read first. */
const MOST = 100;

/** `<reading-place>` around a button, beside a long article: remembers where a reader stops, and leads there the next time. */
export class ReadingPlace extends HTMLElement {
  connectedCallback(): void {
    const paragraphs = document.querySelectorAll<HTMLElement>('[itemprop="articleBody"] :is(p, li, tr, pre)');
    const path = ownPath();
    const places = (): Place[] => parseList(readOwn('places')) as Place[];
    const last = paragraphs[places().find((place) => place[0] === path)?.[1] ?? -1];
    this.toggleAttribute('data-found', last !== undefined && location.hash === '');
    this.addEventListener('click', () => {
      if (!last) return;
      last.tabIndex = -1;
      last.focus({ preventScroll: true });
      last.scrollIntoView();
    });
    const remember = (): void => {
      const boxes = [...paragraphs].map((paragraph) => paragraph.getBoundingClientRect());
      const paragraph = boxes.findIndex(({ bottom }) => bottom > 0);
      // Who has not begun keeps the place of the last time.
      if (paragraph === 0 || boxes.length === 0) return;
      const others = places().filter((place) => place[0] !== path);
      const isRead = paragraph < 0 || boxes.every(({ top }) => top < innerHeight);
      if (!isRead) others.unshift([path, paragraph]);
      writeOwn('places', JSON.stringify(others.slice(0, MOST)));
    };
    // Not every browser says both when a page is left.
    document.addEventListener('visibilitychange', remember);
    addEventListener('pagehide', remember);
  }
}
