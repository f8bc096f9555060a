import type { StockMarket } from '../../lib/stocks/index.ts';

const NAMES: Readonly<Record<StockMarket, string>> = {
  SH: '上海',
  SZ: '深圳',
  BJ: '北京',
  HK: '香港',
  US: '美国',
  OF: '基金',
  ZS: '指数',
  BK: '板块',
};

/** What readers call a market. */
export const marketName = (market: StockMarket): string => NAMES[market];

/** Title of the list of a market, or of all. */
export function stocksTitle(market: StockMarket | undefined): string {
  if (market === undefined) return '公司与板块';
  return ['OF', 'ZS', 'BK'].includes(market) ? NAMES[market] : `${NAMES[market]}的公司`;
}
