/** Runs in the head, before anything is painted: what a reader has chosen does not flash. */
import { applyChoices } from './settings.ts';

applyChoices();
// Chosen in another tab.
addEventListener('storage', applyChoices);
