import { archiveHref, categoryHref, pathHref } from '../lib/addresses.ts';
import type { ActiveCategory, Listing, SiteIdentity, Summary } from '../lib/archive/index.ts';
import { articleTitle } from './article-title.ts';
import { Byline } from './byline.tsx';
import { Instant } from './instant.tsx';

/** Articles of the stream; older ones are a click away. */
const STREAM_LENGTH = 24;

interface Props {
  site: SiteIdentity;
  latest: Listing;
  categories: ActiveCategory[];
}

/** The home page: the newest articles, then the most active categories. */
export function Home({ site, latest, categories }: Props) {
  return (
    <>
      <h1 className="sr-only">{site.title}</h1>
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <section aria-labelledby="latest">
          <SectionHeading id="latest" title="最新消息" href={archiveHref()} />
          <ol>
            {latest.articles.slice(0, STREAM_LENGTH).map((article, index) => (
              <StreamItem key={article.url} site={site} article={article} isLead={index === 0} />
            ))}
          </ol>
          <p className="mt-4">
            <a href={archiveHref()} className="inline-block py-1 text-accent">
              更早的消息
            </a>
          </p>
        </section>
        <div className="grid content-start gap-8 sm:grid-cols-2 lg:grid-cols-1">
          {categories.map((category) => (
            <CategorySection key={category.name} site={site} category={category} />
          ))}
        </div>
      </div>
    </>
  );
}

function SectionHeading({ id, title, href }: { id: string; title: string; href: string }) {
  return (
    <h2 id={id} className="mb-3 border-b border-ink font-serif text-lg font-bold">
      <a href={href} className="block py-1">
        {title}
      </a>
    </h2>
  );
}

function StreamItem({ site, article, isLead }: { site: SiteIdentity; article: Summary; isLead: boolean }) {
  return (
    <li className={isLead ? 'pb-5' : 'border-t border-line py-3'}>
      <h3 className={`font-serif font-bold ${isLead ? 'text-2xl' : 'text-lg'}`}>
        <a href={pathHref(article.url)} className="visited:text-muted">
          {articleTitle(article)}
        </a>
      </h3>
      {isLead && <p className="mt-2 mb-2 line-clamp-4">{article.extract}</p>}
      <Byline article={article} timezone={site.timezone} />
    </li>
  );
}

function CategorySection({ site, category }: { site: SiteIdentity; category: ActiveCategory }) {
  const id = `category-${category.name.replace(/\s/g, '_')}`;
  return (
    <section aria-labelledby={id}>
      <SectionHeading id={id} title={category.title} href={categoryHref(category.name)} />
      <ul className="grid gap-2">
        {category.articles.map((article) => (
          <li key={article.url}>
            <a href={pathHref(article.url)} className="block py-0.5 leading-snug visited:text-muted">
              {articleTitle(article)}
            </a>
            <Instant at={article.publishedAt} timezone={site.timezone} className="text-sm text-muted" />
          </li>
        ))}
      </ul>
    </section>
  );
}
