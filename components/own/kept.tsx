import { PageHeading } from '../page/page-heading.tsx';

/** What a reader keeps, which the browser alone knows. */
export function Kept() {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading title="稍后阅读">记在这个浏览器里的文章和来源</PageHeading>
      <p>需要启用脚本：留下的文章只记在你的浏览器里，本站不知道。</p>
    </div>
  );
}
