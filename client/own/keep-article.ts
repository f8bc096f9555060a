import { KEPT } from './kept.ts';
import { ownPath } from './storage.ts';
import { makeToggle } from './toggle.ts';

/** `<keep-article>` around a button and a status, in the article that it keeps for later. */
export class KeepArticle extends HTMLElement {
  connectedCallback(): void {
    const url = ownPath();
    const others = () => KEPT.read().filter((kept) => kept.url !== url);
    makeToggle(
      this,
      () => KEPT.read().some((kept) => kept.url === url),
      (on) => KEPT.write(on ? [this.#describe(url), ...others()] : others()),
    );
  }

  #describe(url: string) {
    const textOf = (selector: string): string => this.closest('article')?.querySelector(selector)?.textContent ?? '';
    return { url, title: textOf('h1'), source: textOf('a[href*="/category/"]'), day: textOf('time').slice(0, 10) };
  }
}
