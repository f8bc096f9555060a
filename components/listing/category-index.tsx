import { categoryHref } from '../../lib/addresses.ts';
import type { Category } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { Bars } from '../calendar/bars.tsx';
import { PageHeading } from '../page/page-heading.tsx';
import { InitialGroup, Initials } from './initials.tsx';

interface Props {
  categories: Category[];
  /** Articles of each category in each of the last weeks, by its name. A category that is absent has had none. */
  weeks: ReadonlyMap<string, readonly number[]>;
}

/** All categories with their last weeks, grouped by the initial of their pinyin, in the archive's order. */
export function CategoryIndex({ categories, weeks }: Props) {
  const groups = Map.groupBy(categories, ({ initial }) => initial);
  return (
    <>
      <PageHeading title="全部来源">{`共${categories.length}个来源`}</PageHeading>
      <p className="mb-4 print:hidden">
        <a href={withBase('/mix')} className="inline-block py-1 text-accent">
          自选几个来源，放在一页上
        </a>
      </p>
      <Initials initials={groups.keys()} />
      {[...groups].map(([initial, members]) => (
        <InitialGroup key={initial} initial={initial}>
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(14rem,100%),1fr))] gap-x-8">
            {members.map((category) => (
              <li key={category.name}>
                <a href={categoryHref(category.name)} className="flex items-baseline gap-2 py-1.5">
                  {category.title}
                  <span className="text-sm text-muted">{category.count}</span>
                  <LastWeeks category={category} values={weeks.get(category.name)} />
                </a>
              </li>
            ))}
          </ul>
        </InitialGroup>
      ))}
    </>
  );
}

/** The last weeks of a category as bars, or that it has fallen silent. A category without articles has not begun. */
function LastWeeks({ category, values }: { category: Category; values: readonly number[] | undefined }) {
  if (values) {
    return (
      <Bars
        values={values}
        height={16}
        width={4}
        className="ms-auto h-4 w-12 shrink-0 bg-shade stroke-muted"
        label={`近${values.length}周每周至多${Math.max(...values)}条，最近一周${values.at(-1)}条`}
      />
    );
  }
  return category.count > 0 && <span className="ms-auto shrink-0 text-sm text-muted">停更</span>;
}
