import type { SiteIdentity } from '../../lib/archive/index.ts';
import type { PreviewNotice } from '../../lib/pages/index.ts';
import { Instant } from '../page/instant.tsx';

/** Says above an article that it is not published, and how long its address is good for. */
export function PreviewNote({ site, preview }: { site: SiteIdentity; preview: PreviewNotice }) {
  return (
    <p role="note" className="mx-auto mb-6 max-w-2xl border-2 border-accent p-3 text-sm">
      预览：这是文件现在的样子，读者还看不到。此链接在 <Instant at={preview.expiresAt} timezone={site.timezone} />{' '}
      失效。
    </p>
  );
}
