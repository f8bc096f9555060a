import { BASE, PREFIX } from '../base.ts';
import { make } from '../make.ts';
import { clearOwn, type Loaded, loadOwn, saveOwn } from './carry.ts';
import { FOLLOWS } from './follows.ts';
import { KEPT, type KeptArticle } from './kept.ts';
import { mixHref } from './storage.ts';

/** Larger than what browsers store, in bytes. */
const LARGEST_FILE = 20_000_000;
/** Words before those of `#tell`. */
const LOAD_WORDS = 10;

/**
 * `<kept-articles data-words>` around a sentence for readers without scripts: shows in its place what the browser keeps.
 * The words stand in the order of `components/own/kept.tsx`.
 */
export class KeptArticles extends HTMLElement {
  readonly #status = make('p', { role: 'status' });
  #words: string[] = [];

  connectedCallback(): void {
    this.#words = (this.dataset.words ?? '').split('|');
    this.#show();
    addEventListener('storage', () => this.#show());
  }

  #show(said = ''): void {
    const kept = KEPT.read();
    const articles = kept.map((article, index) => this.#item(article, index));
    const list = kept.length > 0 ? make('ol', {}, ...articles) : make('p', {}, this.#words[0] ?? '');
    this.replaceChildren(list, this.#tools(), this.#status);
    this.#status.textContent = said;
  }

  #item({ url, title, source, day }: KeptArticle, index: number): HTMLElement {
    const [, remove = '', removed] = this.#words;
    const button = this.#button(remove, () => {
      KEPT.write(KEPT.read().filter((kept) => kept.url !== url));
      this.#show(removed);
      // The keyboard goes on where it was.
      const buttons = this.querySelectorAll('button');
      buttons[Math.min(index, buttons.length - 1)]?.focus();
    });
    button.ariaLabel = `${remove}：${title}`;
    return make(
      'li',
      {},
      make('a', { href: BASE + PREFIX + url }, title),
      make('small', {}, `${day} ${source}`),
      button,
    );
  }

  #tools(): HTMLElement {
    const [, , , mix = '', feeds = '', save = '', load = '', clear = '', ask, cleared] = this.#words;
    const follows = FOLLOWS.read();
    const names = follows.join('+');
    const file = make('input', { type: 'file', accept: '.json' });
    file.addEventListener('change', async () => {
      // The beginning of a file that is too large is none of the kind.
      const text = await file.files?.[0]?.slice(0, LARGEST_FILE).text();
      this.#show(this.#tell(loadOwn(text ?? '')));
    });
    return make(
      'div',
      {},
      ...(follows.length > 0
        ? [
            make('a', { href: mixHref(names) }, `${mix}（${follows.length}）`),
            make('a', { href: `${BASE}/feed/mix/${names}.opml`, download: 'feeds.opml' }, feeds),
          ]
        : []),
      this.#button(save, saveOwn),
      make('label', {}, load, file),
      this.#button(clear, () => {
        if (!confirm(ask)) return;
        clearOwn();
        this.#show(cleared);
      }),
    );
  }

  /** What was taken of a file, and what was not. */
  #tell(loaded: Loaded | undefined): string {
    const [refused = '', taken = '', left = '', limits = '', ...units] = this.#words.slice(LOAD_WORDS);
    if (!loaded) return refused;
    const say = (which: 0 | 1, least: number): string =>
      loaded.flatMap((counts, i) => (counts[which] >= least ? `${counts[which]}${units[i]}` : [])).join('、');
    const rest = say(1, 1);
    return taken + say(0, 0) + (rest && left + rest + limits);
  }

  #button(label: string, press: () => void): HTMLButtonElement {
    const button = make('button', { type: 'button' }, label);
    button.addEventListener('click', press);
    return button;
  }
}
