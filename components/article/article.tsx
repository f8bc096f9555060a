import { categoryHref, pathHref, tagHref } from '../../lib/addresses.ts';
import type { ArticleLink, ArticleView, Surroundings as Found, SiteIdentity } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { KeepArticle, ReadingPlace } from '../own/article-tools.tsx';
import { Headline } from '../page/headline.tsx';
import { Instant } from '../page/instant.tsx';
import { StockLinks } from '../stocks/stock-links.tsx';
import { articleTitle, isLongTitle, langOf } from './article-title.ts';
import { Corrections } from './corrections.tsx';
import { JsonLd } from './json-ld.tsx';
import { SafeBody } from './safe-body.tsx';
import { Share } from './share.tsx';
import { Surroundings } from './surroundings.tsx';
import { TitleLink } from './title-link.tsx';

interface Props {
  site: SiteIdentity;
  article: ArticleView;
  surroundings: Found;
  /** Structured data for search engines. */
  jsonLd: Record<string, unknown>;
  /** True where it is not published: nothing of it can be kept. */
  isPreview: boolean;
}

/** Minutes of reading in which nobody has to find the place again. */
const SHORT_MINUTES = 3;

/** An article's page. Programs rely on its landmarks: `article`, the first `time`, `[itemprop]`, `[rel~=external]`, the back links. */
export function Article({ site, article, surroundings, jsonLd, isPreview }: Props) {
  const { html, pictures, corrections, sourceUrl, twin, tags, stocks, previous, next } = article;
  return (
    <div className="mx-auto max-w-2xl">
      <article>
        <h1
          className={`font-serif font-bold text-balance ${isLongTitle(article) ? 'text-xl' : 'text-2xl'}`}
          {...langOf(article.title)}
        >
          <Headline title={articleTitle(article)} />
        </h1>
        <Origin site={site} article={article} isPreview={isPreview} />
        <Corrections site={site} corrections={corrections} />
        <SafeBody html={html} pictures={pictures} />
        {sourceUrl !== undefined && (
          <p className="mt-8 text-sm text-muted">
            <a
              href={sourceUrl}
              rel="external noopener nofollow"
              className="inline-block py-1 underline decoration-line"
            >
              {sourceUrl}
            </a>
          </p>
        )}
        <BackLinks article={article} />
        <p className="mt-4 hidden text-sm print:block">{site.url + pathHref(article.url)}</p>
        {twin && (
          <p className="mt-4 flex gap-x-4 text-sm">
            <span className="py-1 text-muted">另见</span>
            <a href={pathHref(twin.url)} className="inline-block py-1 text-accent">
              {twin.category?.title ?? '同一篇文章'}
            </a>
          </p>
        )}
      </article>
      <StockLinks label="文中提到" stocks={stocks} className="mt-2" />
      {tags.length > 0 && (
        <ul aria-label="标签" className="mt-2 flex flex-wrap gap-x-4 text-sm print:hidden">
          {tags.map((tag) => (
            <li key={tag}>
              <a href={tagHref(tag)} rel="tag" className="block py-1 text-muted">
                {`#${tag}`}
              </a>
            </li>
          ))}
        </ul>
      )}
      <Share site={site} article={article} />
      <Surroundings site={site} surroundings={surroundings} />
      {(previous ?? next) && (
        <nav aria-label="同一来源" className="mt-6 grid gap-4 border-t border-line pt-4 sm:grid-cols-2 print:hidden">
          {previous && <Neighbour label="上一篇" article={previous} rel="prev" />}
          {next && <Neighbour label="下一篇" article={next} rel="next" />}
        </nav>
      )}
      <JsonLd value={jsonLd} />
    </div>
  );
}

function Origin({ site, article, isPreview }: { site: SiteIdentity; article: ArticleView; isPreview: boolean }) {
  const { publishedAt, modifiedAt, categories, author, readingMinutes } = article;
  return (
    <p className="mt-4 flex flex-wrap items-baseline gap-x-4 border-b border-line pb-3 text-sm text-muted">
      <Instant at={publishedAt} timezone={site.timezone} />
      {categories.map(({ name, title }) => (
        <a key={name} href={categoryHref(name)} className="py-1 text-accent">
          {title}
        </a>
      ))}
      {author !== undefined && <span>{author}</span>}
      <span>{`阅读约${readingMinutes}分钟`}</span>
      {modifiedAt !== publishedAt && (
        <span>
          更新于 <Instant at={modifiedAt} timezone={site.timezone} />
        </span>
      )}
      {!isPreview && (
        <span className="ms-auto flex flex-wrap items-baseline gap-x-4 print:hidden">
          {readingMinutes > SHORT_MINUTES && <ReadingPlace />}
          <KeepArticle />
        </span>
      )}
    </p>
  );
}

/** The back links at the end of an article: `返回<category>｜返回首页`. */
function BackLinks({ article: { category, backLabel } }: { article: ArticleView }) {
  return (
    <nav aria-label="返回" className="mt-4 print:hidden">
      {category && (
        <>
          <a href={categoryHref(category.name)} className="inline-block py-1 text-accent">
            {backLabel ?? `返回${category.title}`}
          </a>
          ｜
        </>
      )}
      <a href={withBase('/')} className="inline-block py-1 text-accent">
        返回首页
      </a>
    </nav>
  );
}

function Neighbour({ label, article, rel }: { label: string; article: ArticleLink; rel: 'prev' | 'next' }) {
  return (
    <p className={`text-balance ${rel === 'next' ? 'sm:col-start-2 sm:text-end' : ''}`}>
      <span className="block text-sm text-muted">{label}</span>
      <TitleLink article={article} rel={rel} isHeadline className="font-serif font-bold" />
    </p>
  );
}
