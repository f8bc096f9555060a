import type { Page } from 'playwright-core';
import { within } from '../wait.ts';

/** How much of a page has moved since it began to load. */
export async function measureShift(page: Page): Promise<number> {
  await page.waitForLoadState('networkidle');
  const measured = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: 'layout-shift', buffered: true });
        // Entries that were buffered come before the next frame but one.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
  return within('two frames of the page', measured);
}
