/** What a stock, in the widest sense, is: it decides what search engines are told of it. */
type StockKind = 'share' | 'bond' | 'fund' | 'index' | 'sector';

/**
 * Where something is traded, or which list it is of; the beginning of its identity. Shares and bonds have the exchange: Shanghai,
 * Shenzhen, Beijing (with its market for small companies), Hong Kong, the United States. Funds (`OF`), indices (`ZS`) and sectors
 * (`BK`) have lists of their own, whatever exchange trades or counts them: the number of a fund is the same on every exchange, and
 * the numbers of indices are those of other shares elsewhere.
 */
export const STOCK_MARKETS = ['SH', 'SZ', 'BJ', 'HK', 'US', 'OF', 'ZS', 'BK'] as const;

export type StockMarket = (typeof STOCK_MARKETS)[number];

export interface Stock {
  /** Market and code, as in `SH600519`, `HK00700`, `USAAPL`, `OF110022`, `ZS399006`, `BK1036`. */
  id: string;
  market: StockMarket;
  kind: StockKind;
  /** What readers know it by: `600519`, `00700`, `AAPL`, `BK1036`. */
  code: string;
}

type Exchange = 'SH' | 'SZ' | 'BJ';

/** By exchange: how codes of six digits begin, and what they are of. Other codes name nothing that has quotes. */
const RANGES: Readonly<Record<Exchange, readonly (readonly [RegExp, StockKind])[]>> = {
  SH: [
    [/^(?:60|68|900)/, 'share'],
    [/^5/, 'fund'],
    [/^(?:00|95)/, 'index'],
    [/^(?:0[1-9]|1|2)/, 'bond'],
  ],
  SZ: [
    [/^(?:00|20|30)/, 'share'],
    [/^1[5-8]/, 'fund'],
    [/^(?:39|98)/, 'index'],
    [/^1[0-4]/, 'bond'],
  ],
  BJ: [
    [/^(?:4[023]|8[2378]|92)/, 'share'],
    [/^89/, 'index'],
  ],
};

/** By market: the codes that it has, and the kind of all of them. */
const FORMS: Readonly<Record<Exclude<StockMarket, Exchange>, { form: RegExp; kind: StockKind }>> = {
  HK: { form: /^(?!0+$)\d{5}$/, kind: 'share' },
  // A class of shares stands behind `.`, `-` or `_`, which are one here.
  US: { form: /^[A-Z][A-Z\d]{0,5}(?:_[A-Z]{1,3})?$/, kind: 'share' },
  OF: { form: /^\d{6}$/, kind: 'fund' },
  ZS: { form: /^(?:\d{6}|H\d{5}|[A-Z][A-Z\d]{1,7})$/, kind: 'index' },
  BK: { form: /^\d{4}$/, kind: 'sector' },
};

/** What is expected where a text is no identity. */
export const STOCK_EXAMPLE = 'market and code, as in SH600519, HK00700, USAAPL, OF110022, ZS399006 or BK1036';

/** Longer texts are no identity. */
const MAX_LENGTH = 16;
/** Digits of a code of Hong Kong. No other market has codes of so few digits alone. */
const HK_DIGITS = 5;

/** Dots and hyphens before a class of shares as underscores. */
const joinClass = (text: string): string => text.replace(/[.-]/g, '_');

/**
 * Reads an identity, in any case. An index or a fund may be written with its exchange: `SH000001` is `ZS000001`, `SH510300` is
 * `OF510300`. Zeros at the head of a code of Hong Kong may be missing.
 * @returns `undefined` for what is none, a code of six digits alone among them: it may be of several markets
 */
export function parseStock(text: string): Stock | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const [, market = '', code = ''] = /^([A-Z]{2})([A-Z\d_]+)$/.exec(joinClass(text.toUpperCase())) ?? [];
  if (isExchange(market)) return onExchange(market, code);
  if (!isListed(market)) return undefined;
  const whole = market === 'HK' ? code.padStart(HK_DIGITS, '0') : code;
  const { form, kind } = FORMS[market];
  return form.test(whole) ? toStock(market, kind, whole) : undefined;
}

/** What a code of six digits is on an exchange. */
function onExchange(exchange: Exchange, code: string): Stock | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const kind = RANGES[exchange].find(([beginning]) => beginning.test(code))?.[1];
  if (kind === undefined) return undefined;
  if (kind === 'fund') return toStock('OF', kind, code);
  return kind === 'index' ? toStock('ZS', kind, code) : toStock(exchange, kind, code);
}

const toStock = (market: StockMarket, kind: StockKind, code: string): Stock => ({
  id: market + code,
  market,
  kind,
  code: market === 'BK' ? market + code : code,
});

const isExchange = (market: string): market is Exchange => Object.hasOwn(RANGES, market);
const isListed = (market: string): market is keyof typeof FORMS => Object.hasOwn(FORMS, market);

/** The market of a name, in any case; `undefined` for another text. */
export const findMarket = (name: string): StockMarket | undefined =>
  STOCK_MARKETS.find((market) => market === name.toUpperCase());

/**
 * A code without its market, in the one form by which stocks are found: in lower case, with an underscore before a class of shares, and
 * with all zeros at the head of one of Hong Kong.
 * @param text a code as readers write it; any other text becomes no code
 */
export function foldStockCode(text: string): string {
  const folded = joinClass(text.toLowerCase());
  return /^\d{1,4}$/.test(folded) ? folded.padStart(HK_DIGITS, '0') : folded;
}

/**
 * Whether a text is the beginning of a stock's identity or of its code, in any form of these.
 * @param typed in lower case
 * @param id identity
 * @param code as `foldStockCode` gives it
 */
export function isStockBeginning(typed: string, id: string, code: string): boolean {
  const joined = joinClass(typed);
  const name = id.toLowerCase();
  if (name.startsWith(joined) || isCodeBeginning(joined, code)) return true;
  const market = name.slice(0, 2);
  return joined.startsWith(market) && isCodeBeginning(joined.slice(market.length), code);
}

function isCodeBeginning(typed: string, code: string): boolean {
  if (code.startsWith(typed)) return true;
  const [, zeros = '', digits] = /^(0*)([1-9]\d*)$/.exec(typed) ?? [];
  if (digits === undefined || !/^\d{5}$/.test(code)) return false;
  const withoutZeros = code.replace(/^0+/, '');
  return withoutZeros.startsWith(digits) && zeros.length + withoutZeros.length <= HK_DIGITS;
}
