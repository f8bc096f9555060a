import { PageView } from '../components/page/page-view.tsx';
import { readRequestedFrame, readRequestedNotFound } from './_lib/request.ts';

export default async function NotFoundPage() {
  return <PageView frame={await readRequestedFrame()} content={await readRequestedNotFound()} />;
}
