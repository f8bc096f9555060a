import { answerNewsSitemap } from '../_lib/news-sitemap.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export function GET(request: Request): Promise<Response> {
  return answerNewsSitemap(request, Date.now() / 1000);
}
