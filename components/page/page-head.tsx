import type { SiteIdentity } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import type { PageContent } from '../../lib/pages/index.ts';
import { isSimplified, traditionalHref } from '../../lib/traditional/addresses.ts';
import { feedsOf, type HeadFacts, headFactsOf } from './head-facts.ts';

/**
 * Title, description, canonical address, languages, feeds, Open Graph and Twitter card of a page. React moves these elements
 * into the document's head, wherever they are rendered.
 */
export function PageHead({ site, content }: { site: SiteIdentity; content: PageContent }) {
  const facts = headFactsOf(site, content);
  // Next tells robots itself that a page of 404 is not to be indexed.
  if (!facts) return <title>{`没有这个页面 - ${site.title}`}</title>;
  const { title, description, href, isIndexed } = facts;
  return (
    <>
      <title>{title === undefined ? site.title : `${title} - ${site.title}`}</title>
      <meta name="description" content={description} />
      {facts.article?.author !== undefined && <meta name="author" content={facts.article.author} />}
      <meta name="robots" content={isIndexed ? 'max-image-preview:large' : 'noindex, follow'} />
      <link rel="canonical" href={site.url + href} />
      {isIndexed && isSimplified(site) && <Languages site={site} href={href} />}
      {feedsOf(site, facts).map((feed) => (
        <link key={feed.href} rel="alternate" type={feed.type} href={feed.href} title={feed.title} />
      ))}
      {facts.markdownHref !== undefined && (
        <link rel="alternate" type="text/markdown" href={site.url + facts.markdownHref} />
      )}
      <OpenGraph site={site} facts={facts} />
      <link rel="icon" href={withBase('/icon.svg')} type="image/svg+xml" />
      <link rel="apple-touch-icon" href={withBase('/apple-touch-icon.png')} />
    </>
  );
}

/** Both forms of a page. A reader of neither script gets the one that was written. */
function Languages({ site, href }: { site: SiteIdentity; href: string }) {
  const original = site.url + href;
  return (
    <>
      <link rel="alternate" hrefLang="zh-Hans" href={original} />
      <link rel="alternate" hrefLang="zh-Hant" href={site.url + traditionalHref(href)} />
      <link rel="alternate" hrefLang="x-default" href={original} />
    </>
  );
}

function OpenGraph({ site, facts: { title = site.title, description, href, image, article } }: OpenGraphProps) {
  return (
    <>
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={site.url + href} />
      <meta property="og:site_name" content={site.title} />
      <meta property="og:locale" content={site.lang.replace('-', '_')} />
      {image && <meta property="og:image" content={image.href} />}
      {image?.size && (
        <>
          <meta property="og:image:width" content={String(image.size.width)} />
          <meta property="og:image:height" content={String(image.size.height)} />
        </>
      )}
      <meta property="og:type" content={article ? 'article' : 'website'} />
      {article && (
        <>
          <meta property="article:published_time" content={article.publishedTime} />
          <meta property="article:modified_time" content={article.modifiedTime} />
          {article.section !== undefined && <meta property="article:section" content={article.section} />}
          {article.tags.map((tag) => (
            <meta key={tag} property="article:tag" content={tag} />
          ))}
          <meta property="bytedance:published_time" content={article.publishedTime} />
        </>
      )}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
      <meta name="twitter:title" content={title} />
      <meta name="twitter:description" content={description} />
      {image && <meta name="twitter:image" content={image.href} />}
    </>
  );
}

interface OpenGraphProps {
  site: SiteIdentity;
  facts: HeadFacts;
}
