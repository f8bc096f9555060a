import { pathHref } from '../../lib/addresses.ts';
import type { ContentPageView, SiteIdentity } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { Instant } from '../page/instant.tsx';
import { articleTitle, isLongTitle, langOf } from './article-title.ts';
import { JsonLd } from './json-ld.tsx';
import { SafeBody } from './safe-body.tsx';

interface Props {
  site: SiteIdentity;
  page: ContentPageView;
  /** Structured data for search engines. */
  jsonLd: Record<string, unknown>;
}

/** A page of the content folder, such as `about.md`: a text in its own right, without a place among the articles. */
export function ContentPage({ site, page, jsonLd }: Props) {
  const { title, html, pictures, url, modifiedAt } = page;
  return (
    <div className="mx-auto max-w-2xl">
      <article>
        <h1
          className={`border-b border-line pb-4 font-serif font-bold text-balance ${isLongTitle(page) ? 'text-xl' : 'text-2xl'}`}
          {...langOf(title)}
        >
          {articleTitle(page)}
        </h1>
        <SafeBody html={html} pictures={pictures} />
        {modifiedAt !== undefined && (
          <p className="mt-8 text-sm text-muted">
            更新于 <Instant at={modifiedAt} timezone={site.timezone} form="date" />
          </p>
        )}
        <nav aria-label="返回" className="mt-8 print:hidden">
          <a href={withBase('/')} className="inline-block py-1 text-accent">
            返回首页
          </a>
        </nav>
        <p className="mt-4 hidden text-sm print:block">{site.url + pathHref(url)}</p>
      </article>
      <JsonLd value={jsonLd} />
    </div>
  );
}
