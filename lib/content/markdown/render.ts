import MarkdownIt from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import footnote from 'markdown-it-footnote';

/**
 * CommonMark with GitHub's tables and strikethrough, raw HTML, footnotes, and emphasis that holds beside Chinese
 * punctuation (`**“真”，**她`). Bare addresses are not made links: in Chinese text they have no visible end.
 */
const markdown = new MarkdownIt({ html: true, linkify: false, typographer: false }).use(cjkFriendly).use(footnote);

// Asked of every address by markdown-it; the sanitizer decides instead, by the browser's own reading of an address.
markdown.validateLink = () => true;

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

// A line break between two Han, kana or full-width characters is no space: these scripts set none between words. One before an
// indent of full-width spaces is the end of a paragraph (paragraphs.ts).
markdown.renderer.rules.softbreak = (tokens, index) => {
  const before = tokens[index - 1]?.content.at(-1) ?? '';
  const following = tokens[index + 1]?.content ?? '';
  const isWithinText = WIDE.test(before) && WIDE.test(following.at(0) ?? '') && !following.startsWith('\u3000\u3000');
  return isWithinText ? '' : '\n';
};

// The footnote plugin's own mark-up has ids that repeat across articles and a line above the notes; ours is plain.
markdown.renderer.rules.footnote_block_open = () => '<section class="footnotes"><ol>\n';

/** HTML of a Markdown body. Not sanitized: raw HTML in it comes through as it stands. */
export function renderMarkdown(body: string): string {
  return markdown.render(body);
}
