import { decodePath, markdownHref, markdownSourceOf, pathHref } from '../../lib/addresses.ts';
import { getArchive } from '../../lib/archive/index.ts';
import { answerConditionally } from '../../lib/feeds/index.ts';
import { renderArticle } from '../../lib/markdown/index.ts';
import { isTaken } from '../../lib/pages/index.ts';

/**
 * An article as Markdown.
 * @param path canonical
 * @returns `undefined` for an address that is none of an article with `.md` behind, or that something else has
 */
export async function answerMarkdown(request: Request, path: string): Promise<Response | undefined> {
  const source = markdownSourceOf(path);
  if (source === undefined) return undefined;
  const archive = getArchive();
  const url = decodePath(source);
  const article = await archive.getArticle(url);
  const withdrawal = article ? undefined : await archive.getWithdrawal(url);
  if ((!article && !withdrawal) || (await isTaken(archive, path))) return undefined;
  if (!article)
    return new Response('410 Gone\n', { status: 410, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
  const answer = answerConditionally(request, {
    body: renderArticle(await archive.getSite(), article),
    contentType: 'text/markdown; charset=utf-8',
    changedAt: await archive.getChangedAt(),
  });
  answer.headers.set('Content-Location', markdownHref(pathHref(url)));
  // It is also sent at the article's own address, to who asks for Markdown.
  answer.headers.set('Vary', 'Accept');
  return answer;
}
