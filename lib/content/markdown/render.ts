import MarkdownIt from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import footnote from 'markdown-it-footnote';
import { type CommonMarkOptions, smartPunctuation } from './commonmark.ts';

/**
 * CommonMark with GitHub's tables and strikethrough, raw HTML, footnotes, and emphasis that works next to Chinese punctuation
 * (`**“真”，**她`). Bare URLs do not become links: in Chinese text nothing marks their end.
 */
const markdown = new MarkdownIt({ html: true, linkify: false }).use(cjkFriendly).use(footnote).use(smartPunctuation);

// The sanitizer checks every URL later, with a browser's URL parser.
markdown.validateLink = () => true;

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

// HTML shows a line break as a space, but Han, kana and full-width text has no spaces between words: the break is dropped.
// It stays before an indent of full-width spaces, where settleParagraphs begins a new paragraph.
markdown.renderer.rules.softbreak = (tokens, index, { breaks }) => {
  if (breaks) return '<br>\n';
  const before = tokens[index - 1]?.content.at(-1) ?? '';
  const following = tokens[index + 1]?.content ?? '';
  const isWithinText = WIDE.test(before) && WIDE.test(following.at(0) ?? '') && !following.startsWith('\u3000\u3000');
  return isWithinText ? '' : '\n';
};

// Without the plugin's `<hr>`; the stylesheet draws the line.
markdown.renderer.rules.footnote_block_open = () => '<section class="footnotes"><ol>\n';

const PLAIN: CommonMarkOptions = { isSmart: false, hasHardBreaks: false };

/** HTML of a Markdown body. Not sanitized: raw HTML passes through unchanged. */
export function renderMarkdown(body: string, { isSmart, hasHardBreaks } = PLAIN): string {
  markdown.set({ typographer: isSmart, breaks: hasHardBreaks });
  return markdown.render(body);
}
