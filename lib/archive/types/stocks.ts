import type { StockMarket } from '../../stocks/index.ts';
import type { CategoryLink } from '../types.ts';

/** A stock as a link: its name is its identity, as in `SH600519`; its title is what readers see. */
export type StockLink = CategoryLink;

/** A stock in the list of all. */
export interface ListedStock extends StockLink {
  /** Latin capital of the title's pinyin, or `#` for everything else. */
  initial: string;
  /** How many articles name it. */
  count: number;
}

/** One page of the stocks of a market or of all, by pinyin. */
export interface StockList {
  stocks: ListedStock[];
  /** Counts from 1. */
  page: number;
  /** At least 1, even where there are none. */
  pageCount: number;
  /** How many there are in each market that has any. */
  markets: ReadonlyMap<StockMarket, number>;
  /** The page on which each initial begins, in their order; `#` last. */
  initials: ReadonlyMap<string, number>;
}
