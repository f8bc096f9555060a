import { withBase } from '../../lib/base-path.ts';

/** Links to what the browser keeps. They show where it keeps something; a script completes the first. */
export function OwnLinks() {
  return (
    <>
      <li className="if-follows">
        {/* The script may have changed it before React hydrates it. */}
        <a href={withBase('/mix')} suppressHydrationWarning className="block py-2 pr-5 font-bold -outline-offset-2">
          我的关注
        </a>
      </li>
      <li className="if-kept">
        <a href={withBase('/kept')} className="block py-2 pr-5 font-bold -outline-offset-2">
          稍后阅读
        </a>
      </li>
    </>
  );
}
