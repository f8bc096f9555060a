import { leadToFallback } from '../../../_lib/picture-answer.ts';

/** A picture of the content folder in another width, for servers without a front: the file itself. */
export const GET = leadToFallback;
