/** What readers see in place of a title: some posts of the archive have none. */
export function articleTitle({ title }: { title: string }): string {
  return title || '（无标题）';
}

/** Characters beyond which a headline takes a smaller size. */
const LONG_TITLE = 48;

export function isLongTitle({ title }: { title: string }): boolean {
  return title.length > LONG_TITLE;
}
