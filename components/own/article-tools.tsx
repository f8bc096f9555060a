import { OwnToggle } from './follow-sources.tsx';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Keeps the article in the browser; needs scripts: `client/own/keep-article.ts`. */
      'keep-article': HTMLAttributes<HTMLElement> & { 'data-done': string; 'data-failed': string };
      /** Finds again where the reader stopped; needs scripts: `client/own/reading-place.ts`. */
      'reading-place': HTMLAttributes<HTMLElement>;
    }
  }
}

/** Keeps an article for later, in the browser. */
export function KeepArticle() {
  return (
    <keep-article data-done="已存在这个浏览器里" data-failed="没有存下：至多500篇，浏览器也要允许网站存储">
      <OwnToggle label="稍后阅读" />
    </keep-article>
  );
}

/** Leads to where the reader stopped the last time; it shows where there is such a place. */
export function ReadingPlace() {
  return (
    <reading-place suppressHydrationWarning>
      <button type="button" className="cursor-pointer py-1 text-accent">
        继续阅读
      </button>
    </reading-place>
  );
}
