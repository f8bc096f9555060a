import { createHash } from 'node:crypto';
import { escapePath, MADE_FOLDER } from '../addresses.ts';
import { withBase } from '../base-path.ts';

/** A picture that stands for an article without one where somebody shares its address. */
export interface Card {
  headline: string;
  /** Who publishes the article. */
  source: string;
  /** Name of the site. */
  site: string;
  /** As readers see it: `2022年2月22日`. */
  day: string;
}

/** The size that Open Graph's readers show largest, in pixels. */
export const CARD_SIZE = { width: 1200, height: 630 } as const;

/** Raised whenever the same card is drawn otherwise: its address changes with it. */
const FORM = 1;
const DIGEST_LENGTH = 16;

/** Folder of the addresses of cards. */
const CARD_FOLDER = `${MADE_FOLDER}/card`;
const CARD_ENDING = '.png';

/** Changes with all that stands on the card; hexadecimal. */
export const digestOfCard = ({ headline, source, site, day }: Card): string =>
  createHash('sha256')
    .update(JSON.stringify([FORM, headline, source, site, day]))
    .digest('hex')
    .slice(0, DIGEST_LENGTH);

/** Address of the card of an article. It names what stands on it: another card has another address. @param url decoded path of the article */
export const cardHref = (card: Card, url: string): string =>
  withBase(`${CARD_FOLDER}/${digestOfCard(card)}${escapePath(url)}${CARD_ENDING}`);

const CARD_ADDRESS = new RegExp(`^${CARD_FOLDER}/([a-f\\d]{${DIGEST_LENGTH}})(/.*)\\${CARD_ENDING}$`);

/** Reads what `cardHref` wrote. @param path canonical, without the base of the portal; that of the result is the article's */
export function parseCardAddress(path: string): { digest: string; path: string } | undefined {
  const [, digest, article] = CARD_ADDRESS.exec(path) ?? [];
  return digest === undefined || article === undefined ? undefined : { digest, path: article };
}
