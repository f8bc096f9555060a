/** What the end of a body says about its origin, and the body without it. */
export interface Footer {
  body: string;
  /** The original article; absent where the body has none or an empty `<>`. */
  sourceUrl?: string;
  /** Text of the first back link that does not lead home: `返回泰州日报新闻`. */
  backLabel?: string;
}

const BACK_LINK = /^\s*\[(返回[^\]]*)\]\(.*\)\s*$/;
const SOURCE = /^\s*<(https?:\/\/[^<>\s]+)?>\s*$/i;
const HOME = '返回首页';

/**
 * Takes the trailing source link and back links off a Markdown body, in every shape of the archive: on two lines or on
 * one with `｜` between, with the source link or an empty `<>` before them, either alone, or none of it.
 */
export function splitFooter(markdown: string): Footer {
  const lines = markdown.trimEnd().split('\n');
  const labels: string[] = [];
  while (labels.length < 2) {
    const links = (lines.at(-1) ?? '').split(/[｜|]/).map((part) => BACK_LINK.exec(part)?.[1]);
    if (!links.every((label) => label !== undefined)) break;
    labels.unshift(...links);
    dropLastLine(lines);
  }
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
