/**
 * A block of code beside the numbers of its lines, in the table of Jekyll's highlighter.
 * @param code its text, without the line end of the last line
 * @param block its HTML
 * @param first number of the first line
 */
export function numberLines(code: string, block: string, first = 1): string {
  const numbers = code.split('\n').map((_, i) => `${first + i}\n`);
  return (
    `<table class="rouge-table"><tbody><tr><td class="gutter"><pre class="lineno">${numbers.join('')}</pre></td>` +
    `<td class="code">${block}</td></tr></tbody></table>`
  );
}
