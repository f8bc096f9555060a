const MARK = /<!--\s*EM_StockImg_(Start|End)\s*-->/g;

/** Wraps chart blocks, which only comments mark, in an element that the sanitizer keeps. Unpaired marks stay comments. */
export function markCharts(html: string): string {
  if (!html.includes('EM_StockImg_')) return html;
  const parts: string[] = [];
  let written = 0;
  let start: RegExpExecArray | undefined;
  for (const mark of html.matchAll(MARK)) {
    if (mark[1] === 'Start') start ??= mark;
    else if (start) {
      const chart = html.slice(start.index + start[0].length, mark.index);
      parts.push(html.slice(written, start.index), `<div class="chart">${chart}</div>`);
      written = mark.index + mark[0].length;
      start = undefined;
    }
  }
  return parts.join('') + html.slice(written);
}
