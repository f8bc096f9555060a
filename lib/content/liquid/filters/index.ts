import { arrayFilters } from './arrays.ts';
import { dateFilters } from './dates.ts';
import type { Filter } from './filter.ts';
import { numberFilters } from './numbers.ts';
import { selectFilters } from './select.ts';
import { siteFilters } from './site.ts';
import { stringFilters } from './strings.ts';

/** All filters of Jekyll 4.3 and Liquid, by name, but those that make style sheets. */
export const FILTERS: ReadonlyMap<string, Filter> = new Map(
  [stringFilters, numberFilters, arrayFilters, selectFilters, dateFilters, siteFilters].flatMap((filters) =>
    Object.entries(filters),
  ),
);
