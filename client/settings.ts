/**
 * What a reader may choose, and what stands in the address bar of no page: kept by the browser, applied to every page. Empty is
 * the system's theme and the usual size.
 */
export const CHOICES = {
  theme: ['', 'light', 'dark', 'contrast'],
  size: ['small', '', 'large'],
} as const;

export type Setting = keyof typeof CHOICES;

export const SETTINGS = Object.keys(CHOICES) as Setting[];

/** A reader's choice; empty too where the browser keeps nothing. */
function readChoice(setting: Setting): string {
  try {
    const value = localStorage.getItem(setting) ?? '';
    return CHOICES[setting].some((choice) => choice === value) ? value : '';
  } catch {
    // Storage may be forbidden.
    return '';
  }
}

/** Keeps a choice for the next pages, and applies it to this one. */
export function choose(setting: Setting, value: string): void {
  try {
    if (value === '') localStorage.removeItem(setting);
    else localStorage.setItem(setting, value);
  } catch {
    // It holds for this page.
  }
  document.documentElement.setAttribute(`data-${setting}`, value);
}

/** What this page shows. */
export function chosen(setting: Setting): string {
  return document.documentElement.getAttribute(`data-${setting}`) ?? '';
}

/** Applies what was chosen on other pages. */
export function applyChoices(): void {
  for (const setting of SETTINGS) {
    document.documentElement.setAttribute(`data-${setting}`, readChoice(setting));
  }
}
