import { BASE } from './base.ts';

/** Time between two requests, in milliseconds. */
const INTERVAL = 30_000;
/** The most that the server counts. */
const MOST = 100;

/** `<new-articles>` around a hidden link: shows it, with a number, once something has come to the listing of the page. */
export class NewArticles extends HTMLElement {
  /** In milliseconds since the page began. */
  #askedAt = performance.now();
  #timer: ReturnType<typeof setTimeout> | undefined;

  connectedCallback(): void {
    // A page that is prerendered is not visible.
    document.addEventListener('visibilitychange', this.#schedule);
    this.#schedule();
  }

  disconnectedCallback(): void {
    document.removeEventListener('visibilitychange', this.#schedule);
    clearTimeout(this.#timer);
  }

  readonly #schedule = (): void => {
    clearTimeout(this.#timer);
    if (document.visibilityState !== 'visible') return;
    this.#timer = setTimeout(() => this.#ask(), this.#askedAt + INTERVAL - performance.now());
  };

  async #ask(): Promise<void> {
    this.#askedAt = performance.now();
    const { listing = '', after = '' } = this.dataset;
    // The browser asks whether what it has is still true.
    const answer = fetch(`${BASE}/api/arrivals?${new URLSearchParams({ listing, after })}`, { cache: 'no-cache' });
    const count = await answer
      .then(async (response) => (response.ok ? (await response.json()).count : 0))
      .catch(() => 0);
    if (count > 0) this.#show(count);
    this.#schedule();
  }

  #show(count: number): void {
    const link = this.querySelector('a');
    const number = this.querySelector('[data-count]');
    if (!link || !number) return;
    number.textContent = count < MOST ? String(count) : `${MOST - 1}+`;
    link.hidden = false;
  }
}
