/** A body without its footer, and what the footer says of the post's origin. */
export interface Footer {
  body: string;
  /** URL of the original article; absent without a link or with an empty `<>`. */
  sourceUrl?: string;
  /** Text of the first back link that does not lead to the home page: `返回泰州日报新闻`. */
  backLabel?: string;
}

const BACK_LINK = /^\s*\[(返回[^\]]*)\]\(.*\)\s*$/;
const SOURCE = /^\s*<(https?:\/\/[^<>\s]+)?>\s*$/i;
const HOME = '返回首页';

/**
 * Removes the source link and the back links from the end of a Markdown body. Understands every form that the archive has:
 * back links on two lines, or on one with `｜` between them; before them the source link or an empty `<>`; only one of the
 * two; or neither.
 * @param wantsHomeLink true where a body has no footer without a back link to the home page: what else ends it is text, as in Jekyll
 */
export function splitFooter(markdown: string, wantsHomeLink: boolean): Footer {
  const lines = markdown.trimEnd().split('\n');
  const labels: string[] = [];
  while (labels.length < 2) {
    const links = (lines.at(-1) ?? '').split(/[｜|]/).map((part) => BACK_LINK.exec(part)?.[1]);
    if (!links.every((label) => label !== undefined)) break;
    labels.unshift(...links);
    dropLastLine(lines);
  }
  if (wantsHomeLink && !labels.includes(HOME)) return { body: `${markdown.trimEnd()}\n` };
  const source = SOURCE.exec(lines.at(-1) ?? '');
  if (source) dropLastLine(lines);
  const backLabel = labels.find((label) => label !== HOME);
  return {
    body: `${lines.join('\n')}\n`,
    ...(source?.[1] !== undefined && { sourceUrl: source[1] }),
    ...(backLabel !== undefined && { backLabel }),
  };
}

function dropLastLine(lines: string[]): void {
  lines.pop();
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
}
