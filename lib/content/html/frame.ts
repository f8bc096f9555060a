import type { SafeHtml } from '../article.ts';

/**
 * A body for a page: tables and code, which may be wider than the screen, can be scrolled with the keyboard. A table gets a
 * wrapper for that, because `display: block` on the table itself would remove its role for screen readers. Feeds use bodies
 * without wrappers. Runs at each rendering, so it searches the text and builds no tree.
 */
export function frameWideParts(html: SafeHtml): SafeHtml {
  // In sanitized HTML `<` begins a tag and nothing else.
  return html
    .replaceAll('<table', '<div class="wide" role="group" aria-label="表格" tabindex="0"><table')
    .replaceAll('</table>', '</table></div>')
    .replaceAll('<pre', '<pre tabindex="0"') as SafeHtml;
}
