/** Addresses that lead elsewhere, as jekyll-redirect-from has them: `redirect_from` and `redirect_to`. */
import { escapePath } from '../../addresses.ts';
import { quoteValue } from '../errors.ts';
import type { Fields } from '../front-matter/fields.ts';
import { textOf } from '../front-matter/values.ts';
import { checkAddress } from './permalink.ts';

/** The addresses of `redirect_from`, but for those that cannot be any, which are warned of. */
export function readRedirects(fields: Fields, url: string): string[] {
  const field = 'redirect_from';
  const value = fields.value(field) ?? [];
  const paths: string[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = textOf(item);
    const address = text === undefined ? { reason: 'is no address' } : checkAddress(text);
    if ('reason' in address) {
      fields.addWarning(field, `${field}: ${quoteValue(item)} ${address.reason}; it does not redirect`);
    } else if (address.path !== url) paths.push(address.path);
  }
  return paths;
}

/** Where `redirect_to` leads: a URL, or a path of the portal; of a list the first, as in jekyll-redirect-from. */
export function readRedirectTo(fields: Fields, url: string): string | undefined {
  const value = fields.value('redirect_to');
  const written = textOf(Array.isArray(value) ? value[0] : value)?.trim();
  if (value === undefined || written === '') return undefined;
  const target = written === undefined ? null : URL.parse(written);
  if (target && /^https?:$/.test(target.protocol) && target.username === '' && target.password === '')
    return target.href;
  const address = written === undefined ? undefined : checkAddress(written, () => false);
  if (address && 'path' in address && address.path !== url) return escapePath(address.path);
  fields.warn('redirect_to', 'a URL, or another path of the portal', 'its text is shown');
  return undefined;
}
