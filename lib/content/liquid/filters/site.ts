import { slugify } from '../../address/slug.ts';
import { escapeAttribute } from '../../plain-text.ts';
import { Refusal } from '../refusal.ts';
import { Moment } from '../ruby/moment.ts';
import { escapeUri, isAbsoluteUri, isUri, normalizeUri } from '../ruby/uri.ts';
import {
  Drop,
  floatText,
  hashGet,
  inspect,
  isDocument,
  isFloat,
  isHash,
  isNil,
  isNumeric,
  numberOf,
  settledEntries,
  toText,
} from '../ruby/values.ts';
import type { RubyContext } from '../session.ts';
import { type Filter, filter } from './filter.ts';
import { escapeQuery } from './strings.ts';

/** Address of a value: its own text, or the `url` of a document. */
function addressOf(input: unknown, context: RubyContext): string {
  const address = toText(isDocument(input) ? context.member(input, 'url', false) : input).trim();
  if (!isUri(address)) throw new Refusal(`“${address.slice(0, 40)}” is no address`, 'write it with https:// or from /');
  return address;
}

const ensureSlash = (text: string): string => (text === '' || text.startsWith('/') ? text : `/${text}`);

/** Address from the root of the site, with `baseurl` before it. Addresses with a scheme stay as they are. */
export function relativeUrl(address: string, context: RubyContext): string {
  if (isAbsoluteUri(address)) return address;
  const base = toText(hashGet(context.session.environment.site, 'baseurl'));
  return normalizeUri(ensureSlash(base.replace(/\/$/, '')) + ensureSlash(address));
}

function absoluteUrl(address: string, context: RubyContext): string {
  if (isAbsoluteUri(address)) return address;
  const site = toText(hashGet(context.session.environment.site, 'url'));
  const relative = relativeUrl(address, context);
  return site === '' ? relative : normalizeUri(site + relative);
}

/** `to_json`. */
function toJson(value: unknown, context: RubyContext): string {
  if (isNil(value)) return 'null';
  if (isNumeric(value)) return isFloat(value) ? floatText(numberOf(value)) : inspect(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${(context.items(value) ?? []).map((item) => toJson(item, context)).join(',')}]`;
  if (isHash(value) || value instanceof Drop) {
    const pairs = isHash(value) ? settledEntries(value, context.session.timezone) : (value.entries() ?? []);
    return `{${pairs.map(([key, member]) => `${JSON.stringify(toText(key))}:${toJson(member, context)}`).join(',')}}`;
  }
  return JSON.stringify(value instanceof Moment ? value.toString() : toText(value));
}

const onText = (run: (text: string, context: RubyContext) => string): Filter =>
  filter(0, 0, (input, _, context) => run(toText(input), context));

/** The input of a filter that fails at what is not a text. */
function textOnly(input: unknown): string {
  if (typeof input !== 'string') throw new Refusal('the filter takes a text alone', 'give it a text');
  return input;
}

export const siteFilters: Record<string, Filter> = {
  relative_url: filter(0, 0, (input, _, context) =>
    isNil(input) ? undefined : relativeUrl(addressOf(input, context), context),
  ),
  absolute_url: filter(0, 0, (input, _, context) =>
    isNil(input) ? undefined : absoluteUrl(addressOf(input, context), context),
  ),
  strip_index: filter(0, 0, (input) =>
    isNil(input) || toText(input) === '' ? undefined : textOnly(input).replace(/\/index\.html?$/m, '/'),
  ),
  xml_escape: onText(escapeAttribute),
  cgi_escape: filter(0, 0, (input) => escapeQuery(textOnly(input))),
  uri_escape: filter(0, 0, (input) => (isNil(input) ? undefined : escapeUri(textOnly(input)))),
  slugify: filter(0, 1, (input, [mode]) => {
    if (isNil(input)) return undefined;
    return slugify(textOnly(input), isNil(mode) || mode === false ? 'default' : toText(mode));
  }),
  jsonify: filter(0, 0, (input, _, context) => toJson(input, context)),
  inspect: filter(0, 0, (input) => escapeAttribute(inspect(input))),
  markdownify: onText((text, context) => context.session.environment.markdownify(text)),
  smartify: onText((text, context) => context.session.environment.smartify(text)),
};
