/** Where a reader goes on who has found nothing. */
export function WaysOn() {
  return (
    <ul className="flex flex-wrap gap-x-6">
      {[
        ['/', '返回首页'],
        ['/categories', '全部来源'],
        ['/archive', '归档'],
      ].map(([href, label]) => (
        <li key={href}>
          <a href={href} className="block py-1 text-accent">
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
