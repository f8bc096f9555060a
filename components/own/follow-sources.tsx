import { mixHref } from '../../lib/addresses.ts';
import { MAX_MIX_LENGTH } from '../../lib/pages/index.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Follows sources in the browser; needs scripts: `client/own/follow-sources.ts`. */
      'follow-sources': HTMLAttributes<HTMLElement> & {
        'data-names': string;
        'data-all'?: true | undefined;
        'data-done': string;
        'data-failed': string;
      };
    }
  }
}

interface Props {
  names: readonly string[];
  /** True if these sources are followed in place of all others. */
  isAll?: true;
  label: string;
}

/** Remembers sources in the browser, and nowhere else. */
export function FollowSources({ names, isAll, label }: Props) {
  return (
    <follow-sources
      data-names={mixHref(names).slice(mixHref([]).length)}
      data-all={isAll}
      data-done="已记在这个浏览器里"
      data-failed={`没有记下：至多关注${MAX_MIX_LENGTH}个来源，浏览器也要允许网站存储`}
    >
      <OwnToggle label={label} />
    </follow-sources>
  );
}

/** A button that a script presses for the reader, and what it says then. */
export function OwnToggle({ label }: { label: string }) {
  return (
    <>
      <button
        type="button"
        aria-pressed="false"
        // The script may have changed it before React hydrates it.
        suppressHydrationWarning
        className="own-toggle"
      >
        {label}
      </button>
      <span role="status" className="text-sm text-muted" />
    </>
  );
}
