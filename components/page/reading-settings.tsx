declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Stores the reader's settings: `client/reading-settings.ts`. */
      'reading-settings': HTMLAttributes<HTMLElement>;
    }
  }
}

/** One line for each setting: its legend, then its choices in the order of `client/settings.ts`. */
const CHOICES = ['外观 跟随系统 浅色 深色 高对比', '字号 小 中 大'].join('\n');

/**
 * Theme and text size, in a popover. Needs scripts, which also make the radio buttons from the text, so that pages stay small.
 * Without scripts the system's theme and the browser's zoom apply.
 */
export function ReadingSettings() {
  return (
    <reading-settings className="block">
      <button type="button" popoverTarget="settings" className="h-10 cursor-pointer px-2 hover:text-accent">
        阅读设置
      </button>
      <div
        id="settings"
        popover="auto"
        className="border border-muted bg-paper p-5 text-ink"
        // The script may have changed it before React hydrates it.
        suppressHydrationWarning
      >
        {CHOICES}
      </div>
    </reading-settings>
  );
}
