import { withBase } from '../../lib/base-path.ts';

const LINKS = [
  ['/', '返回首页'],
  ['/categories', '全部来源'],
  ['/archive', '归档'],
] as const;

/** Where a reader goes on who has found nothing. */
export function WaysOn() {
  return (
    <ul className="flex flex-wrap gap-x-6">
      {LINKS.map(([path, label]) => (
        <li key={path}>
          <a href={withBase(path)} className="block py-1 text-accent">
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
