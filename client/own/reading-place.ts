import { PLACES } from './places.ts';
import { ownPath } from './storage.ts';

/** `<reading-place>` around a button, beside a long article: remembers where a reader stops, and leads there the next time. */
export class ReadingPlace extends HTMLElement {
  connectedCallback(): void {
    const paragraphs = document.querySelectorAll<HTMLElement>('[itemprop="articleBody"] :is(p, li, tr, pre)');
    const path = ownPath();
    const last = paragraphs[PLACES.read().find((place) => place[0] === path)?.[1] ?? -1];
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
      const others = PLACES.read().filter((place) => place[0] !== path);
      const isRead = paragraph < 0 || boxes.every(({ top }) => top < innerHeight);
      if (!isRead) others.unshift([path, paragraph]);
      // The one that was read the longest time ago gives its room.
      PLACES.write(others.slice(0, PLACES.most));
    };
    // Not every browser says both when a page is left.
    document.addEventListener('visibilitychange', remember);
    addEventListener('pagehide', remember);
  }
}
