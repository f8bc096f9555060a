import type { Archive } from '../archive/index.ts';
import { findMarket, stockHref } from '../stocks/index.ts';
import { dropIndex, parseLaterPage } from './listing.ts';
import type { Redirect, StocksPage } from './page.ts';

/**
 * Reads `/stocks`, `/stocks/sh` and their later pages.
 * @param segments decoded segments of the path, an empty one behind a last slash
 * @returns `undefined` for another address, and for a market or page that there is not
 */
export async function readStocks(archive: Archive, segments: readonly string[]): Promise<StocksPage | undefined> {
  const [folder, ...rest] = dropIndex(segments);
  if (folder !== 'stocks') return undefined;
  const [, name, number] = /^([a-z]{2})?(?:(?:^|\/)(\d+))?$/.exec(rest.join('/')) ?? [];
  const market = name === undefined ? undefined : findMarket(name);
  const page = number === undefined ? 1 : parseLaterPage(number);
  const isKnown = rest.length === [name, number].filter((part) => part !== undefined).length;
  if (!isKnown || page === undefined || (name !== undefined && market === undefined)) return undefined;
  const list = await archive.listStocks({ page, ...(market !== undefined && { market }) });
  return list && { kind: 'stocks', list, ...(market !== undefined && { market }) };
}

/**
 * Where another form of the address of a stock leads: `/stock/sh600519`, `/stock/USBRK.B`, and `/stock/600519` where it is of one stock.
 * @param segments as above
 */
export async function findStockRedirect(archive: Archive, segments: readonly string[]): Promise<Redirect | undefined> {
  const [folder, text = '', number, ...rest] = dropIndex(segments);
  const page = number === undefined ? 1 : parseLaterPage(number);
  if (folder !== 'stock' || text === '' || page === undefined || rest.length > 0) return undefined;
  const id = await archive.findStock(text);
  return id === undefined || id === text ? undefined : { kind: 'redirect', location: stockHref(id, page) };
}
