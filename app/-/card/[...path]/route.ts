import { leadToFallback } from '../../../_lib/picture-answer.ts';

/** The card of an article, for servers without a front: the icon of the portal. */
export const GET = leadToFallback;
