import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Corpora and the comparison with Jekyll lie beside the project where it is developed; elsewhere these tests are skipped. */
export const SHARED = resolve('../shared');

/** `skip` of a test that needs them: the reason, where they are missing. */
export const withoutShared: string | false = existsSync(SHARED) ? false : `${SHARED} is not there`;
