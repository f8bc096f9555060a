import { CHOICES, choose, chosen, type Setting } from './settings.ts';

const isSetting = (name: string): name is Setting => name in CHOICES;

/** `<reading-settings>` around radio buttons named `theme` and `size`: shows what is chosen, and chooses. */
export class ReadingSettings extends HTMLElement {
  connectedCallback(): void {
    this.#show();
    this.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement && isSetting(target.name)) choose(target.name, target.value);
    });
    // Another tab may have chosen meanwhile.
    this.addEventListener('toggle', () => this.#show(), true);
  }

  #show(): void {
    for (const input of this.querySelectorAll('input')) {
      if (isSetting(input.name)) input.checked = input.value === chosen(input.name);
    }
  }
}
