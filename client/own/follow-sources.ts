import { FOLLOWS } from './follows.ts';
import { makeToggle } from './toggle.ts';

/**
 * `<follow-sources data-names>` around a button and a status: follows one source beside others, or, with `data-all`, the sources of a mix
 * and no others.
 */
export class FollowSources extends HTMLElement {
  connectedCallback(): void {
    const names = (this.dataset.names ?? '').split('+');
    const isAll = this.hasAttribute('data-all');
    const others = (): string[] => FOLLOWS.read().filter((name) => !names.includes(name));
    const isOn = (): boolean => {
      const followed = FOLLOWS.read();
      return names.every((name) => followed.includes(name)) && !(isAll && others().length > 0);
    };
    makeToggle(this, isOn, (on) => FOLLOWS.write([...(isAll ? [] : others()), ...(on ? names : [])]));
  }
}
