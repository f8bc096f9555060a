import { notFound, permanentRedirect } from 'next/navigation';
import { PageView } from '../../components/page/page-view.tsx';
import { readRequestedPage } from '../_lib/request.ts';

/** Every page. `lib/pages` tells from the address which one it is. */
export default async function Page() {
  const page = await readRequestedPage();
  if (page.kind === 'redirect') permanentRedirect(page.location);
  // A file that came after `proxy.ts` looked for it.
  if (page.kind === 'file' || page.content.kind === 'not-found') notFound();
  return <PageView frame={page.frame} content={page.content} />;
}
