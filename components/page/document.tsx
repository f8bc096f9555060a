import type { ReactNode } from 'react';
import { getBasePath, withBase } from '../../lib/base-path.ts';
import type { Frame } from '../../lib/pages/index.ts';
import { Footer } from './footer.tsx';
import { Masthead } from './masthead.tsx';

interface Props {
  frame: Frame;
  /** What Next adds to a document by itself, where the document is rendered without Next. */
  head?: ReactNode;
  children: ReactNode;
}

/** The whole document around a page: head, masthead, footer and scripts. */
export function Document({ frame: { site, navigation, hasStocks, now, path, query }, head, children }: Props) {
  return (
    // The early script sets what the reader has chosen before React looks.
    <html lang={site.lang} data-base={getBasePath() || undefined} suppressHydrationWarning>
      {/* biome-ignore lint/style/noHeadElement: the root layout of the App Router has to render it */}
      <head>
        {head}
        <script src={withBase(process.env.NEXT_PUBLIC_EARLY_SCRIPT ?? '')} />
        <link
          rel="search"
          type="application/opensearchdescription+xml"
          href={withBase('/opensearch.xml')}
          title={site.title}
        />
      </head>
      <body className="mx-auto flex min-h-screen max-w-7xl flex-col px-4 font-sans text-base sm:px-8">
        <Masthead site={site} categories={navigation} now={now} path={path} query={query} />
        <main id="main" className="w-full flex-1 py-6 sm:py-8">
          {children}
        </main>
        <Footer site={site} hasStocks={hasStocks} />
        <script type="module" src={withBase(process.env.NEXT_PUBLIC_CLIENT_SCRIPT ?? '')} />
      </body>
    </html>
  );
}
