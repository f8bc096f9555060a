import { SEARCH_FILTERS, type SearchAddress, type SearchFilter } from '../../lib/addresses.ts';

const FIELDS: Readonly<Record<SearchFilter, { label: string; type: 'text' | 'date' }>> = {
  category: { label: '来源', type: 'text' },
  tag: { label: '标签', type: 'text' },
  source: { label: '媒体', type: 'text' },
  stock: { label: '公司', type: 'text' },
  after: { label: '从（含）', type: 'date' },
  before: { label: '到（不含）', type: 'date' },
};

const FIELD_CLASS = 'h-10 w-full min-w-0 border border-muted px-3 text-base text-ink';

/** The filters of a search as fields of its form, folded away unless one is set. */
export function SearchFilters({ search }: { search: SearchAddress }) {
  const isSet = SEARCH_FILTERS.some((name) => search[name] !== undefined) || search.sort !== undefined;
  return (
    <details open={isSet} className="mt-2">
      <summary className="w-fit cursor-pointer py-2 text-sm text-muted">更多条件</summary>
      <div className="grid grid-cols-2 gap-3 pb-2 text-sm text-muted sm:grid-cols-3">
        {SEARCH_FILTERS.map((name) => (
          <label key={name}>
            {FIELDS[name].label}
            <input
              name={name}
              type={FIELDS[name].type}
              defaultValue={FIELDS[name].type === 'date' ? toDate(search[name]) : search[name]}
              className={FIELD_CLASS}
            />
          </label>
        ))}
        <label>
          排序
          <select name="sort" defaultValue={search.sort ?? ''} className={FIELD_CLASS}>
            <option value="">相关</option>
            <option value="date">最新</option>
          </select>
        </label>
      </div>
      <p className="pb-2 text-sm text-muted">
        也可以直接写：<code>{'"带空格的 原话"'}</code>　<code>-不要的词</code>　<code>category:来源</code>
        {'\u3000'}
        <code>tag:标签</code>　<code>source:媒体</code>　<code>stock:600519</code>　<code>after:2022-03-01</code>
        {'\u3000'}
        <code>before:2022-04</code>
      </p>
    </details>
  );
}

/** A year or month as its first day: a date field shows days only. */
function toDate(text: string | undefined): string | undefined {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text ?? '') ?? [];
  return year && `${year}-${month}-${day}`;
}
