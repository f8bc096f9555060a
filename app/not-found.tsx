import { PageView } from '../components/page/page-view.tsx';
import { NOT_FOUND_PATH } from '../lib/addresses.ts';
import { SECRET_VARIABLE } from '../lib/front/headers.ts';
import { readAddress, readRequestedFrame } from './_lib/request.ts';

export default async function NotFoundPage() {
  // Next renders this into every page, for its scripts to show. Behind the front no scripts run, and the front asks for this page
  // by its own address.
  if (process.env[SECRET_VARIABLE] !== undefined && (await readAddress()).path !== NOT_FOUND_PATH) return null;
  return <PageView frame={await readRequestedFrame()} content={{ kind: 'not-found' }} />;
}
