declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Remembers what is chosen in it: `client/reading-settings.ts`. */
      'reading-settings': HTMLAttributes<HTMLElement>;
    }
  }
}

/** A line for each setting: its legend, then its choices in the order of `client/settings.ts`. */
const CHOICES = ['外观 跟随系统 浅色 深色 高对比', '字号 小 中 大'].join('\n');

/**
 * Theme and text size, behind a button. Needs scripts, which make the radio buttons too, so that not every page carries them;
 * without them the system's theme and the browser's zoom serve.
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
        // The script may have been here before React.
        suppressHydrationWarning
      >
        {CHOICES}
      </div>
    </reading-settings>
  );
}
