import { withBase } from '../base-path.ts';
import type { StockMarket } from './identity.ts';

/** The articles that name a stock stand below it. */
export const STOCK_FOLDER = '/stock';
const STOCKS_PATH = '/stocks';

/** @param id identity, as in `SH600519` */
export const stockHref = (id: string, page = 1): string =>
  withBase(`${STOCK_FOLDER}/${id}${page === 1 ? '' : `/${page}`}`);

/** The list of all stocks, or of those of a market. */
export const stocksHref = (market?: StockMarket, page = 1): string =>
  withBase([STOCKS_PATH, market?.toLowerCase(), page === 1 ? undefined : page].filter(Boolean).join('/'));
