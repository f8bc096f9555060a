/**
 * Shares, bonds, funds, indices and sectors: how each is identified, which addresses of quote pages mean it, and where the portal shows
 * it. Pure; table-driven; every function takes time linear in its input.
 */
export { STOCK_FOLDER, stockHref, stocksHref } from './addresses.ts';
export {
  findMarket,
  foldStockCode,
  isStockBeginning,
  parseStock,
  STOCK_EXAMPLE,
  STOCK_MARKETS,
  type Stock,
  type StockMarket,
} from './identity.ts';
export { cleanStockName, mayHoldQuoteLinks, readQuoteLink } from './quote-links.ts';
