import { feedHref } from '../../lib/addresses.ts';
import type { SiteIdentity } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { stocksHref } from '../../lib/stocks/index.ts';

interface Props {
  site: SiteIdentity;
  /** Whether there is a list of stocks. */
  hasStocks: boolean;
}

export function Footer({ site, hasStocks }: Props) {
  return (
    <footer className="mt-8 border-t-2 border-ink pt-4 pb-10 text-sm text-muted">
      <nav aria-label="页脚" className="print:hidden">
        <ul className="flex flex-wrap gap-x-5">
          <FooterItem href={withBase('/categories')} label="全部来源" />
          {hasStocks && <FooterItem href={stocksHref()} label="公司与板块" />}
          <FooterItem href={withBase('/mix')} label="自选来源" />
          <FooterItem href={withBase('/archive')} label="归档" />
          <FooterItem href={withBase('/kept')} label="稍后阅读" />
          <FooterItem href={feedHref({ kind: 'latest' })} label="订阅（Atom）" />
          <FooterItem href={feedHref({ kind: 'stories' })} label="要闻（Atom）" />
          <FooterItem href={withBase('/feeds.opml')} label="全部订阅源（OPML）" />
        </ul>
      </nav>
      <p className="mt-3 print:hidden">{site.disclaimer ?? '文章版权归原作者及来源媒体所有，内容不构成投资建议。'}</p>
      <p>{site.title}</p>
    </footer>
  );
}

function FooterItem({ href, label }: { href: string; label: string }) {
  return (
    <li>
      <a href={href} className="block py-1">
        {label}
      </a>
    </li>
  );
}
