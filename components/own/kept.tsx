import { MAX_MIX_LENGTH } from '../../lib/pages/index.ts';
import { PageHeading } from '../page/page-heading.tsx';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Lists what the browser keeps: `client/own/kept-articles.ts`. */
      'kept-articles': HTMLAttributes<HTMLElement> & { 'data-words': string };
    }
  }
}

/** What the script says, in the order in which it takes them. */
const WORDS = [
  '还没有留下的文章。每篇文章的标题下有“稍后阅读”。',
  '移除',
  '已移除',
  '我的关注',
  '各来源的订阅源（OPML）',
  '导出（JSON）',
  '导入',
  '全部清除',
  '清除这个浏览器里记下的文章、来源和阅读位置？',
  '已清除',
  '没有导入：这不是从这里导出的文件',
  '已导入：',
  '。没有导入：',
  `（至多${MAX_MIX_LENGTH}个来源、500篇文章、100处阅读位置，浏览器也要允许网站存储）`,
  '个来源',
  '篇文章',
  '处阅读位置',
].join('|');

/** What a reader keeps, which the browser alone knows. */
export function Kept() {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading title="稍后阅读">只记在这个浏览器里，本站不知道</PageHeading>
      <kept-articles data-words={WORDS} suppressHydrationWarning>
        列出留下的文章要用脚本，这个浏览器没有启用。
      </kept-articles>
    </div>
  );
}
