import { make } from './make.ts';

/**
 * `<lost-pictures data-failed>` around a body: puts a line of text in the place of each picture that cannot be loaded. Without `data-failed`,
 * around a picture that is decoration: hides it.
 */
export class LostPictures extends HTMLElement {
  connectedCallback(): void {
    // The event does not bubble.
    this.addEventListener('error', ({ target }) => this.#replace(target), { capture: true });
    for (const image of this.querySelectorAll('img')) {
      // It failed before this script was there; a drawing without a size has none either.
      if (image.complete && image.naturalWidth === 0) image.decode().catch(() => this.#replace(image));
    }
  }

  #replace(target: EventTarget | null): void {
    if (!(target instanceof HTMLImageElement) || !target.isConnected) return;
    const picture = target.closest('picture');
    const source = picture?.querySelector('source');
    // Its widths are made of the file, which the browser tries next.
    if (source) {
      source.remove();
      return;
    }
    const { failed } = this.dataset;
    if (!failed) {
      this.hidden = true;
      return;
    }
    const { host } = target.dataset;
    const text = [failed, target.alt].filter(Boolean).join('：') + (host ? `（${host}）` : '');
    (picture ?? target).replaceWith(make('span', { className: 'lost-picture' }, text));
  }
}
