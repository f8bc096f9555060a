interface Props {
  page: number;
  pageCount: number;
  hrefOf: (page: number) => string;
}

/** Links to the first page, the last page, and the pages next to this one. */
export function Pagination({ page, pageCount, hrefOf }: Props) {
  if (pageCount === 1) return null;
  return (
    <nav aria-label="分页" className="mt-8 border-t border-line pt-4 print:hidden">
      <ul className="flex flex-wrap items-center gap-1">
        {page > 1 && (
          <li>
            <a href={hrefOf(page - 1)} rel="prev" className="block px-3 py-2">
              上一页
            </a>
          </li>
        )}
        {listShownPages(page, pageCount).map((shown, index, all) => (
          <li key={shown} className="flex items-center gap-1">
            {shown - (all[index - 1] ?? 0) > 1 && <span className="px-1 text-muted">…</span>}
            {shown === page ? (
              <span aria-current="page" className="block border border-ink px-3 py-2 font-bold">
                {shown}
              </span>
            ) : (
              <a href={hrefOf(shown)} aria-label={`第${shown}页`} className="block px-3 py-2">
                {shown}
              </a>
            )}
          </li>
        ))}
        {page < pageCount && (
          <li>
            <a href={hrefOf(page + 1)} rel="next" className="block px-3 py-2">
              下一页
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}

function listShownPages(page: number, pageCount: number): number[] {
  const shown = [1, page - 1, page, page + 1, pageCount].filter((number) => number >= 1 && number <= pageCount);
  return [...new Set(shown)].sort((a, b) => a - b);
}
