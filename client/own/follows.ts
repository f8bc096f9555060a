import { OwnList } from './own-list.ts';
import { isShort } from './storage.ts';

/** Name of a source as addresses have it. */
const NAME = /^[^/?#+\s]+$/;

/** Names of the sources that are followed, as the address of their mix has them; the server shows no more on one page. */
export const FOLLOWS = new OwnList<string>(
  'follows',
  50,
  (value) => (isShort(value) && NAME.test(value) ? [[value, value]] : []),
  (text) => text.split('+'),
  (names) => names.join('+'),
);
