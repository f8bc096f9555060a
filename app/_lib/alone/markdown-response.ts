import { findOwnAddress, markdownHref } from '../../../lib/addresses.ts';
import { prefersMarkdown } from '../../../lib/front/accept.ts';
import { contentSecurityPolicy } from '../../../lib/front/csp.ts';
import { POLICY_HEADER } from '../../../lib/front/headers.ts';
import { answerMarkdown } from '../markdown-answer.ts';
import { unlessUnreadable } from './file-response.ts';

/**
 * An article as Markdown, for servers without a front: at its address as Markdown, and at its own for who asks for that. It comes
 * before every cache of the platform; Next lets no page say that it depends on `Accept`.
 * @param path canonical
 * @returns `undefined` where something else answers
 */
export async function respondWithMarkdown(request: Request, path: string): Promise<Response | undefined> {
  if (findOwnAddress(path)) return undefined;
  const isPreferred = prefersMarkdown(request.headers.get('accept'));
  const answer = await unlessUnreadable(() => answerMarkdown(request, isPreferred ? markdownHref(path) : path));
  answer?.headers.set(POLICY_HEADER, contentSecurityPolicy());
  return answer;
}
