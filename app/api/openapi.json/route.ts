import { getArchive } from '../../../lib/archive/index.ts';
import { answerJson } from '../answer.ts';
import { describeApi } from '../openapi.ts';

/** Asks the archive at each request, never while the application is built. */
export const dynamic = 'force-dynamic';

export async function GET(): Promise<Response> {
  return answerJson(describeApi(await getArchive().getSite()));
}
