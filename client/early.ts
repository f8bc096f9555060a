/** Runs in the head, before anything is painted: what a reader has chosen does not flash, and no link moves another. */
import { showOwn } from './own/storage.ts';
import { applyChoices } from './settings.ts';

function apply(): void {
  applyChoices();
  showOwn();
}

apply();
// Chosen in another tab.
addEventListener('storage', apply);
