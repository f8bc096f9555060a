import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AnswerRequest, WholeAnswer } from '../../app/_lib/answer.tsx';

/** The module that answers in the front's workers, as it is built. It reads the archive of `process.env.DATA_DIR`. */
export async function loadAnswers(): Promise<{ answer(request: AnswerRequest): Promise<WholeAnswer> }> {
  return import(pathToFileURL(join('.next', 'finews-answers.mjs')).href);
}

/** A request for an address, of this day. */
export function requestOf(address: string): AnswerRequest {
  const { pathname: path, search: query } = new URL(address, 'http://front.invalid');
  return { path, query, now: Date.now() / 1000 };
}
