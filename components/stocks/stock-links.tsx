import type { StockLink } from '../../lib/archive/index.ts';
import { stockHref } from '../../lib/stocks/index.ts';

/** So many are in view; the others are folded away. */
const SHOWN = 24;

interface Props {
  /** What the stocks have to do with the page; stands before them. */
  label: string;
  stocks: readonly StockLink[];
  className: string;
}

/** Links to the pages of stocks. */
export function StockLinks({ label, stocks, className }: Props) {
  if (stocks.length === 0) return null;
  return (
    <nav aria-label={label} className={`text-sm print:hidden ${className}`}>
      <div className="flex flex-wrap items-baseline gap-x-4">
        <span className="text-muted">{label}</span>
        <Links stocks={stocks.slice(0, SHOWN)} />
      </div>
      {stocks.length > SHOWN && (
        <details>
          <summary className="w-fit cursor-pointer py-1 text-muted">{`其余${stocks.length - SHOWN}个`}</summary>
          <div className="flex flex-wrap items-baseline gap-x-4">
            <Links stocks={stocks.slice(SHOWN)} />
          </div>
        </details>
      )}
    </nav>
  );
}

function Links({ stocks }: { stocks: readonly StockLink[] }) {
  return (
    <ul className="contents">
      {stocks.map(({ name, title }) => (
        <li key={name}>
          <a href={stockHref(name)} className="block py-1 text-accent">
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}
