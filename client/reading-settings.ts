import { make } from './make.ts';
import { CHOICES, choose, chosen, SETTINGS, type Setting } from './settings.ts';

const isSetting = (name: string): name is Setting => name in CHOICES;

/**
 * `<reading-settings>` around a popover with a line of words for each setting, its legend and its choices: makes radio buttons of
 * them, shows what is chosen, and chooses.
 */
export class ReadingSettings extends HTMLElement {
  connectedCallback(): void {
    const popover = this.querySelector('[popover]');
    if (popover && !popover.firstElementChild) popover.replaceChildren(...makeFields(popover.textContent ?? ''));
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

function makeFields(text: string): HTMLElement[] {
  const lines = text.split('\n').map((line) => line.split(' '));
  return SETTINGS.map((name, i) => {
    const [legend = '', ...labels] = lines[i] ?? [];
    const choices = CHOICES[name].map((value, n) => {
      return make('label', {}, make('input', { type: 'radio', name, value }), labels[n] ?? '');
    });
    return make('fieldset', {}, make('legend', {}, legend), ...choices);
  });
}
