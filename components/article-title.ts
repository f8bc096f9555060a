/** What readers see in place of a title: some posts of the archive have none. */
export function articleTitle({ title }: { title: string }): string {
  return title || '（无标题）';
}
