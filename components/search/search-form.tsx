import type { ReactNode } from 'react';
import { withBase } from '../../lib/base-path.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Adds suggestions to the form; needs scripts: `client/search-suggestions.ts`. */
      'search-suggestions': HTMLAttributes<HTMLElement>;
    }
  }
}

interface Props {
  /** Element id of the field, unique on the page. */
  id: string;
  query?: string;
  className?: string;
  /** Further fields, below the first. */
  children?: ReactNode;
}

export function SearchForm({ id, query, className = '', children }: Props) {
  return (
    <search className={className}>
      <search-suggestions>
        <form action={withBase('/search')}>
          <div className="flex border border-muted">
            <label htmlFor={id} className="sr-only">
              搜索文章
            </label>
            <input
              id={id}
              type="search"
              name="q"
              // The script may have changed it before React hydrates it.
              suppressHydrationWarning
              defaultValue={query}
              placeholder="搜索文章"
              className="h-10 w-full min-w-0 px-3 placeholder:text-muted"
            />
            <button type="submit" className="h-10 shrink-0 cursor-pointer px-4 hover:text-accent">
              搜索
            </button>
          </div>
          {children}
        </form>
      </search-suggestions>
    </search>
  );
}
