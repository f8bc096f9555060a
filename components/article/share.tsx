import { fitsQrCode, pathHref } from '../../lib/addresses.ts';
import type { ArticleView, SiteIdentity } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /** Copies an address; needs scripts: `client/copy-link.ts`. */
      'copy-link': HTMLAttributes<HTMLElement> & { 'data-address': string; 'data-done': string; 'data-failed': string };
    }
  }
}

/** In CSS pixels. */
const QR_SIZE = 160;

/** The article's address, to copy, and as a QR code for telephones. The code is loaded when a reader opens this part. */
export function Share({ site, article }: { site: SiteIdentity; article: ArticleView }) {
  const path = pathHref(article.url);
  const address = site.url + path;
  return (
    <details className="mt-4 print:hidden">
      <summary className="w-fit cursor-pointer py-1 text-muted">分享</summary>
      <div className="flex flex-wrap items-start gap-6 pt-3">
        {fitsQrCode(address) && (
          // biome-ignore lint/performance/noImgElement: an SVG cannot be made smaller, and it is loaded only when it is seen
          <img
            src={withBase(`/api/qr?path=${encodeURIComponent(article.url)}`)}
            alt="本文网址的二维码"
            width={QR_SIZE}
            height={QR_SIZE}
            loading="lazy"
          />
        )}
        <div className="min-w-0 flex-1 basis-60">
          <p className="text-sm text-muted">用微信扫一扫，或复制网址：</p>
          <p className="mt-1 break-all select-all">{address}</p>
          <copy-link data-address={address} data-done="已复制" data-failed="未能复制，请选中网址后复制">
            <button type="button" className="mt-2 cursor-pointer border border-muted px-4 py-1.5 hover:text-accent">
              复制链接
            </button>
            <span role="status" className="ml-3 text-sm text-muted" />
          </copy-link>
        </div>
      </div>
    </details>
  );
}
