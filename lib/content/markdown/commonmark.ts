/** Options of jekyll-commonmark that change a text: `commonmark: options: [SMART, HARDBREAKS]`. */
import type MarkdownIt from 'markdown-it';

export interface CommonMarkOptions {
  /** Quotation marks, dashes and dots as in print. */
  isSmart: boolean;
  /** Line ends are line breaks. */
  hasHardBreaks: boolean;
}

/** @param value of `commonmark`; names in any case, others mean nothing here */
export function parseCommonMarkOptions(value: unknown): CommonMarkOptions {
  const options = typeof value === 'object' && value !== null && 'options' in value ? [value.options].flat() : [];
  const names = options.flatMap((option) => (typeof option === 'string' ? option.split(',') : []));
  const isNamed = (name: string): boolean => names.some((option) => option.trim().toUpperCase() === name);
  return { isSmart: isNamed('SMART'), hasHardBreaks: isNamed('HARDBREAKS') };
}

const PUNCTUATION: Readonly<Record<string, string>> = { '...': '…', '---': '—', '--': '–' };

/** The dashes and dots of cmark's SMART: markdown-it's own rule also makes signs of `(c)` and the like. */
export function smartPunctuation(markdown: InstanceType<typeof MarkdownIt>): void {
  markdown.core.ruler.at('replacements', ({ md, tokens }) => {
    if (!md.options.typographer) return;
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === 'text')
        token.content = token.content.replace(/\.{3}|-{2,3}(?!-)(?<!-{4})/g, (found) => PUNCTUATION[found] ?? found);
    }
  });
}
