declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Remembers what is chosen in it: `client/reading-settings.ts`. */
      'reading-settings': HTMLAttributes<HTMLElement>;
    }
  }
}

const THEMES = { '': '跟随系统', light: '浅色', dark: '深色', contrast: '高对比' };
const SIZES = { small: '小', '': '中', large: '大' };

/** Theme and text size, behind a button. Needs scripts; without them the system's theme and the browser's zoom serve. */
export function ReadingSettings() {
  return (
    <reading-settings className="block">
      <button type="button" popoverTarget="settings" className="h-10 cursor-pointer px-2 hover:text-accent">
        阅读设置
      </button>
      <div id="settings" popover="auto" className="border border-muted bg-paper p-5 text-ink">
        <Choice name="theme" legend="外观" options={THEMES} />
        <Choice name="size" legend="字号" options={SIZES} />
      </div>
    </reading-settings>
  );
}

function Choice({ name, legend, options }: { name: string; legend: string; options: Record<string, string> }) {
  return (
    <fieldset className="flex flex-wrap gap-x-5 first:mb-4">
      <legend className="mb-1 text-sm text-muted">{legend}</legend>
      {Object.entries(options).map(([value, label]) => (
        <label key={value} className="flex cursor-pointer items-center gap-x-2 py-1">
          <input
            type="radio"
            name={name}
            value={value}
            defaultChecked={value === ''}
            className="size-6 accent-accent"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
