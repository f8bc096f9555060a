import { BASE, PREFIX } from '../base.ts';
import { make } from '../make.ts';
import { loadOwn, saveOwn } from './carry.ts';
import { readFollows } from './follows.ts';
import { type KeptArticle, readKept, writeKept } from './kept.ts';
import { mixHref, writeOwn } from './storage.ts';

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
    const kept = readKept();
    const articles = kept.map((article, index) => this.#item(article, index));
    const list = kept.length > 0 ? make('ol', {}, ...articles) : make('p', {}, this.#words[0] ?? '');
    this.replaceChildren(list, this.#tools(), this.#status);
    this.#status.textContent = said;
  }

  #item({ url, title, source, day }: KeptArticle, index: number): HTMLElement {
    const [, remove = '', removed] = this.#words;
    const button = this.#button(remove, () => {
      writeKept(readKept().filter((kept) => kept.url !== url));
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
    const [, , , mix = '', feeds = '', save = '', load = '', loaded, notLoaded, clear = '', ask, cleared] = this.#words;
    const follows = readFollows();
    const names = follows.join('+');
    const file = make('input', { type: 'file', accept: '.json' });
    file.addEventListener('change', async () => {
      this.#show(loadOwn((await file.files?.[0]?.text()) ?? '') ? loaded : notLoaded);
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
        for (const name of ['follows', 'kept', 'places'] as const) writeOwn(name, '');
        this.#show(cleared);
      }),
    );
  }

  #button(label: string, press: () => void): HTMLButtonElement {
    const button = make('button', { type: 'button' }, label);
    button.addEventListener('click', press);
    return button;
  }
}
