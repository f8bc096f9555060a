import { answerNamedFeed } from '../../../_lib/feed-answer.ts';

export async function GET(request: Request, { params }: RouteContext<'/feed/stock/[name]'>): Promise<Response> {
  return answerNamedFeed(request, (await params).name, (name) => ({ kind: 'stock', name }));
}
