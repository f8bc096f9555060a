import { BASE, PREFIX } from './base.ts';
import { make } from './make.ts';

interface Suggestion {
  kind: 'category' | 'tag' | 'stock';
  /** Of a stock: its market and code. */
  name: string;
  title: string;
  href: string;
  /** Articles. */
  count: number;
}

/** Characters below which nothing is asked. */
const MIN_LENGTH = 2;
/** Least time between two requests, in milliseconds. */
const INTERVAL = 150;
const WORDS = PREFIX
  ? { category: '來源', tag: '標籤', count: '條', list: '搜索建議', status: '條建議' }
  : { category: '来源', tag: '标签', count: '条', list: '搜索建议', status: '条建议' };

/** `<search-suggestions>` around a search form whose field has an id: suggests categories, tags and stocks while a reader types. */
export class SearchSuggestions extends HTMLElement {
  #combobox: Combobox | undefined;

  connectedCallback(): void {
    const input = this.querySelector('input');
    if (input?.form) this.#combobox ??= new Combobox(input, input.form);
  }

  disconnectedCallback(): void {
    this.#combobox?.dismiss();
  }
}

/** An editable combobox with list autocomplete (ARIA Authoring Practices Guide); its options are links. */
class Combobox {
  readonly #input: HTMLInputElement;
  readonly #list = document.createElement('div');
  readonly #status = document.createElement('p');
  /** Text asked for last; `undefined` where that was called off. */
  #asked: string | undefined;
  /** Text that the list answers. */
  #listed: string | undefined;
  /** Index of the option that Enter opens; -1 is the field itself. */
  #active = -1;
  /** In milliseconds since the page began. */
  #sentAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #request: AbortController | undefined;

  constructor(input: HTMLInputElement, form: HTMLFormElement) {
    this.#input = input;
    this.#list.id = `${input.id}-suggestions`;
    this.#list.role = 'listbox';
    this.#list.ariaLabel = WORDS.list;
    this.#list.hidden = true;
    this.#status.role = 'status';
    this.#status.className = 'sr-only';
    // Where Next's runtime is sent, React may take the page over later: at the end of a form it minds no foreign elements.
    form.append(this.#list, this.#status);

    input.role = 'combobox';
    input.autocomplete = 'off';
    input.ariaAutoComplete = 'list';
    input.ariaExpanded = 'false';
    input.setAttribute('aria-controls', this.#list.id);

    input.addEventListener('input', (event) => {
      this.#activate(-1);
      if (!(event as InputEvent).isComposing) this.#change();
    });
    input.addEventListener('compositionstart', () => this.#callOff());
    input.addEventListener('compositionend', () => this.#change());
    input.addEventListener('keydown', (event) => this.#press(event));
    input.addEventListener('blur', () => this.dismiss());
    form.addEventListener('submit', () => this.dismiss());
    // The field keeps the focus, or the list would be gone before the click.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
    this.#list.addEventListener('click', () => this.dismiss());
  }

  /** Closes the list, and lets nothing that is under way open it again. */
  dismiss(): void {
    this.#callOff();
    this.#expand(false);
  }

  get #text(): string {
    return this.#input.value.trim();
  }

  #callOff(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#asked = undefined;
  }

  #change(): void {
    const text = this.#text;
    if (text === this.#asked) return;
    this.#callOff();
    if ([...text].length < MIN_LENGTH) {
      this.#expand(false);
    } else {
      this.#asked = text;
      this.#timer = setTimeout(() => this.#ask(text), this.#sentAt + INTERVAL - performance.now());
    }
  }

  async #ask(text: string): Promise<void> {
    this.#sentAt = performance.now();
    this.#request = new AbortController();
    const { signal } = this.#request;
    // A failure is an answer without suggestions: the form works as it would without this.
    const suggestions = await fetchSuggestions(text, signal).catch(() => []);
    if (signal.aborted) return;
    this.#listed = text;
    this.#list.replaceChildren(...suggestions.map((suggestion, index) => this.#option(suggestion, index)));
    this.#expand(suggestions.length > 0);
  }

  #option({ kind, name, title, href, count }: Suggestion, index: number): HTMLAnchorElement {
    return make(
      'a',
      { id: `${this.#list.id}-${index}`, role: 'option', href: BASE + PREFIX + href.slice(BASE.length), tabIndex: -1 },
      make('bdi', {}, title),
      make('small', {}, `${kind === 'stock' ? name : WORDS[kind]} ${count}${WORDS.count}`),
    );
  }

  #expand(isOpen: boolean): void {
    this.#list.hidden = !isOpen;
    this.#input.ariaExpanded = String(isOpen);
    this.#status.textContent = isOpen ? `${this.#list.children.length} ${WORDS.status}` : '';
    this.#activate(-1);
  }

  #activate(index: number): void {
    this.#active = index;
    const options = [...this.#list.children];
    for (const [i, option] of options.entries()) option.ariaSelected = String(i === index);
    const active = options[index];
    active?.scrollIntoView({ block: 'nearest' });
    if (active) this.#input.setAttribute('aria-activedescendant', active.id);
    else this.#input.removeAttribute('aria-activedescendant');
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { key } = event;
    if (key === 'Escape') {
      // The browser would empty a search field.
      event.preventDefault();
      this.dismiss();
    } else if (this.#list.hidden) {
      if (key === 'ArrowDown') this.#reopen(event);
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      // The field is one of the stops on the way round.
      const stops = this.#list.children.length + 1;
      const step = key === 'ArrowDown' ? 1 : -1;
      this.#activate(((this.#active + 1 + step + stops) % stops) - 1);
    } else if (key === 'Enter' && this.#active >= 0) {
      event.preventDefault();
      (this.#list.children[this.#active] as HTMLElement).click();
    } else if (['Home', 'End', 'ArrowLeft', 'ArrowRight'].includes(key)) {
      this.#activate(-1);
    }
  }

  #reopen(event: KeyboardEvent): void {
    event.preventDefault();
    if (this.#listed === this.#text && this.#list.hasChildNodes()) {
      this.#expand(true);
      this.#activate(0);
    } else {
      this.#change();
    }
  }
}

async function fetchSuggestions(text: string, signal: AbortSignal): Promise<Suggestion[]> {
  const response = await fetch(`${BASE}${PREFIX}/api/suggest?q=${encodeURIComponent(text)}`, { signal });
  if (!response.ok) return [];
  const answer = (await response.json()) as { suggestions: Suggestion[] };
  return answer.suggestions;
}
