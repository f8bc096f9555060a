import type { SafeHtml } from '../article.ts';

/**
 * A body as a page shows it: what may be wider than a screen stands in a frame of its own, which the keyboard can reach and move.
 * A table keeps its role only while it is laid out as one, so it is the frame that moves. Feeds carry bodies without frames.
 */
export function frameWideParts(html: SafeHtml): SafeHtml {
  // In the sanitizer's output these characters begin an element and nothing else.
  return html
    .replaceAll('<table', '<div class="wide" role="group" aria-label="表格" tabindex="0"><table')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre', '<pre tabindex="0"') as SafeHtml;
}
