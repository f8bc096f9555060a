import { parseStock, type Stock } from './identity.ts';

/** A form of addresses at a host: the path, and the identity that its parts make. */
type Rule = readonly [path: RegExp, toId: (...parts: string[]) => string | undefined];

const asWritten = (market: string, code: string): string => market + code;
const of =
  (market: string) =>
  (code: string): string =>
    market + code;

/** A code of six digits alone: at these addresses it is a share's, where one has it, and never that of a bond. */
function onAnyExchange(code: string): string | undefined {
  const exchange = /^(?:5|60|68|900)/.test(code) ? 'SH' : /^(?:00|1[5-8]|20|30|39)/.test(code) ? 'SZ' : 'BJ';
  return exchange + code;
}

/** Indices by the letters that other hosts have for them: eastmoney.com's, by which they are known here. */
const INDICES: ReadonlyMap<string, string> = new Map([
  ['DJI', 'DJIA'],
  ['INX', 'SPX'],
  ['IXIC', 'NDX'],
  ['NDX', 'NDX100'],
  ['HSI', 'HSI'],
  ['HSCEI', 'HSCEI'],
  ['HSTECH', 'HSTECH'],
]);

/** An index by its letters at another host than eastmoney.com. */
const indexNamed = (letters: string): string => `ZS${INDICES.get(letters.toUpperCase()) ?? letters}`;

/** A share of the United States; hosts write these in capitals, and names of their own pages in small letters. */
function american(code: string): string | undefined {
  if (code !== code.toUpperCase()) return undefined;
  return INDICES.has(code) ? indexNamed(code) : `US${code}`;
}

/** Numbers of markets at eastmoney.com. 0 is Shenzhen's and Beijing's. */
const MARKETS: Readonly<Record<string, readonly string[]>> = {
  '0': ['SZ', 'BJ'],
  '1': ['SH'],
  '2': ['ZS'],
  '90': [''],
  '100': ['ZS'],
  '105': ['US'],
  '106': ['US'],
  '107': ['US'],
  '116': ['HK'],
  '124': ['ZS'],
  '128': ['HK'],
  '150': ['OF'],
  '153': ['US'],
};

/** `0.300115`, `90.BK1036`, `105.AAPL` */
const numbered = (number: string, code: string): string | undefined =>
  MARKETS[number]?.map((market) => market + code).find((id) => parseStock(id) !== undefined);

const NUMBERED = '(\\d{1,3})\\.([A-Z\\d_.-]{1,12})';
const EXCHANGED = '(sh|sz|bj)(\\d{6})';
/** Indices of Hong Kong; no share has letters. */
const HANG_SENG = '(HS[A-Z]{1,6})';

const EASTMONEY: readonly Rule[] = [
  [path(`/unify/c?r/${NUMBERED}`), numbered],
  [path(`/(?:concept/|3ban/|bond/)?${EXCHANGED}\\.html`), asWritten],
  [path('/kcb/(\\d{6})\\.html'), of('SH')],
  [path('/bj/(\\d{6})\\.html'), of('BJ')],
  [path('/hk/(\\d{5})\\.html'), of('HK')],
  [path('/us/([A-Z\\d_.-]{1,10})\\.html'), american],
  [path('/bk/(?:90\\.)?BK(\\d{4})\\.html'), of('BK')],
  // An older form, with a digit behind the code.
  [path('/web/BK(\\d{4})1\\.html'), of('BK')],
  [path('/zz/2\\.([H\\d]\\d{5})\\.html'), of('ZS')],
  [path('/(?:gb/)?zs([A-Z\\d]{2,8})\\.html'), of('ZS')],
  [path('/(\\d{6})\\.html'), onAnyExchange],
];

/** The hosts of quote pages, with the forms of their addresses. */
const HOSTS: ReadonlyMap<string, readonly Rule[]> = new Map([
  ['quote.eastmoney.com', EASTMONEY],
  ['wap.eastmoney.com', [[path(`/quote/stock/${NUMBERED}\\.html`), numbered]]],
  ['fund.eastmoney.com', [[path('/(\\d{6})\\.html'), of('OF')]]],
  [
    'xueqiu.com',
    [
      [path('/S/(SH|SZ|BJ)(\\d{6})'), asWritten],
      [path('/S/F(\\d{6})'), of('OF')],
      [path('/S/(\\d{5})'), of('HK')],
      [path(`/S/HK${HANG_SENG}`), indexNamed],
      [path('/S/CSI([H\\d]\\d{5})'), of('ZS')],
      [path('/S/\\.([A-Z]{2,6})'), indexNamed],
      [path('/S/([A-Z]{1,5}(?:\\.[A-Z])?)'), american],
    ],
  ],
  [
    'finance.sina.com.cn',
    [
      [path(`/realstock/company/${EXCHANGED}/nc\\.shtml`), asWritten],
      [path('/fund/quotes/(\\d{6})/bc\\.shtml'), of('OF')],
    ],
  ],
  ['quotes.sina.cn', [[path(`/hs/company/quotes/view/${EXCHANGED}`), asWritten]]],
  [
    'stock.finance.sina.com.cn',
    [
      [path('/hkstock/quotes/(\\d{5})\\.html'), of('HK')],
      [path(`/hkstock/quotes/${HANG_SENG}\\.html`), indexNamed],
      [path('/usstock/quotes/\\.([A-Z]{2,6})\\.html'), indexNamed],
      [path('/usstock/quotes/([A-Z\\d_.-]{1,10})\\.html'), american],
    ],
  ],
  [
    'gu.qq.com',
    [
      [path(`/${EXCHANGED}(?:/(?:gp|zs|jj))?`), asWritten],
      [path('/hk(\\d{5})(?:/gp)?'), of('HK')],
      [path(`/hk${HANG_SENG}(?:/zs)?`), indexNamed],
      [path('/us\\.?([A-Z]{2,6})/zs'), indexNamed],
      // Behind a class of shares stands the exchange.
      [path('/us([A-Z]{1,5}(?:\\.[AB])?)(?:\\.[A-Z]{1,2})?(?:/gp)?'), american],
      [path('/jj(\\d{6})'), of('OF')],
    ],
  ],
  [
    'stockpage.10jqka.com.cn',
    [
      [path('/(\\d{6})'), onAnyExchange],
      [path('/HK(\\d{4,5})'), of('HK')],
      [path('/1[AB](\\d{4})'), of('ZS00')],
      [path('/([A-Z]{1,6})'), american],
    ],
  ],
  ['fund.10jqka.com.cn', [[path('/(\\d{6})'), of('OF')]]],
  [
    'quotes.money.163.com',
    [
      [path('/0(\\d{6})\\.html'), of('SH')],
      [path('/1(\\d{6})\\.html'), of('SZ')],
    ],
  ],
]);

/** A whole path, in any case, with an optional slash at its end. */
function path(pattern: string): RegExp {
  return new RegExp(`^${pattern}/?$`, 'i');
}

const ANY_HOST = new RegExp([...HOSTS.keys()].map((host) => host.replaceAll('.', '\\.')).join('|'));

/** Whether a text may hold the address of a quote page: tells most texts apart from these at little cost. */
export const mayHoldQuoteLinks = (html: string): boolean => ANY_HOST.test(html);

/** Longer paths are of no quote page. */
const MAX_PATH = 64;

/**
 * The stock whose quote page has an address; `undefined` for any other address.
 * @param href absolute, of http or https, as `URL` writes it
 */
export function readQuoteLink(href: string): Stock | undefined {
  const [, host = '', asked = ''] = /^https?:\/\/([a-z\d.-]{1,64})(\/[^?#]*)/.exec(href) ?? [];
  if (asked.length > MAX_PATH) return undefined;
  for (const [form, toId] of HOSTS.get(host.replace(/^(?:www|m)\./, '')) ?? []) {
    const match = form.exec(asked);
    if (match) return parseStock(toId(...match.slice(1).map((part) => part ?? '')) ?? '');
  }
  return undefined;
}

/** Most characters of a name. */
const MAX_NAME = 40;
/** A code in parentheses behind a name: `贵州茅台(600519.SH)`; and the marks that some sources put around both. */
const CODE_BEHIND = /\s*[(（][\w.:\s]{1,20}[)）]$/;

/**
 * The name that the text of a link gives a stock; `undefined` for a text that is no name, such as its code.
 * @param text one line
 */
export function cleanStockName(text: string, { id, code }: Stock): string | undefined {
  if (text.length > 2 * MAX_NAME) return undefined;
  const name = text
    .replace(/^\$|\$$/g, '')
    .replace(CODE_BEHIND, '')
    .trim();
  const isCode = [id, code].includes(name.toUpperCase()) || /^[\d.]*(?:sh|sz|bj|hk|us|of)?[\d.]*$/i.test(name);
  return isCode || name.length > MAX_NAME || !/\p{L}/u.test(name) ? undefined : name;
}
