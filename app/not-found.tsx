import { PageView } from '../components/page/page-view.tsx';
import { readRequestedFrame } from './_lib/request.ts';

export default async function NotFoundPage() {
  return <PageView frame={await readRequestedFrame()} content={{ kind: 'not-found' }} />;
}
