import type { SearchAddress } from '../lib/addresses.ts';

const FIELDS = [
  { name: 'category', label: '来源', type: 'text' },
  { name: 'tag', label: '标签', type: 'text' },
  { name: 'source', label: '媒体', type: 'text' },
  { name: 'after', label: '从（含）', type: 'date' },
  { name: 'before', label: '到（不含）', type: 'date' },
] as const;

const FIELD = 'h-10 w-full min-w-0 border border-muted px-3 text-base text-ink';

/** What a search can be narrowed by, as fields of its form; open where one of them is set. */
export function SearchFilters({ search }: { search: SearchAddress }) {
  const isSet = FIELDS.some(({ name }) => search[name] !== undefined) || search.sort !== undefined;
  return (
    <details open={isSet} className="mt-2">
      <summary className="w-fit cursor-pointer py-2 text-sm text-muted">更多条件</summary>
      <div className="grid grid-cols-2 gap-3 pb-2 text-sm text-muted sm:grid-cols-3">
        {FIELDS.map(({ name, label, type }) => (
          <label key={name}>
            {label}
            <input
              name={name}
              type={type}
              defaultValue={type === 'date' ? toDate(search[name]) : search[name]}
              className={FIELD}
            />
          </label>
        ))}
        <label>
          排序
          <select name="sort" defaultValue={search.sort ?? ''} className={FIELD}>
            <option value="">相关</option>
            <option value="date">最新</option>
          </select>
        </label>
      </div>
      <p className="pb-2 text-sm text-muted">
        也可以直接写：<code>{'"带空格的 原话"'}</code>　<code>-不要的词</code>　<code>category:来源</code>　
        <code>tag:标签</code>　<code>source:媒体</code>　<code>after:2022-03-01</code>　<code>before:2022-04</code>
      </p>
    </details>
  );
}

/** A month or year as the day that it begins on, which date fields show. */
function toDate(text: string | undefined): string | undefined {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text ?? '') ?? [];
  return year && `${year}-${month}-${day}`;
}
