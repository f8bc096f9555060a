import { answerNewsSitemap } from '../../_lib/news-sitemap.ts';

export async function GET(request: Request, { params }: RouteContext<'/news-sitemap/[name]'>): Promise<Response> {
  return answerNewsSitemap(request, Date.now() / 1000, (await params).name);
}
