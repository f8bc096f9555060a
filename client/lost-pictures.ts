/** `<lost-pictures>` around a body: puts a line of text in the place of each picture that cannot be loaded. */
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
    const { host } = target.dataset;
    const line = document.createElement('span');
    line.className = 'lost-picture';
    line.textContent = [this.dataset.failed, target.alt].filter(Boolean).join('：') + (host ? `（${host}）` : '');
    (picture ?? target).replaceWith(line);
  }
}
