import type { ReactNode } from 'react';
import { Footer } from '../components/page/footer.tsx';
import { Masthead } from '../components/page/masthead.tsx';
import { getSite, listNavigation } from './_lib/reads.ts';
import { readAddress } from './_lib/request.ts';
import './globals.css';

/** Renders at each request: the build has no content, and each answer has its own nonce. */
export const dynamic = 'force-dynamic';

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [site, categories, { path, query }] = await Promise.all([getSite(), listNavigation(), readAddress()]);
  return (
    // client/early.ts sets the reader's settings on this element before React hydrates it.
    <html lang={site.lang} suppressHydrationWarning>
      <head>
        <script src={process.env.NEXT_PUBLIC_EARLY_SCRIPT} />
        <link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml" title={site.title} />
      </head>
      <body className="mx-auto flex min-h-screen max-w-7xl flex-col px-4 font-sans text-base sm:px-8">
        <Masthead site={site} categories={categories} now={Date.now() / 1000} path={path} query={query} />
        <main id="main" className="w-full flex-1 py-6 sm:py-8">
          {children}
        </main>
        <Footer site={site} />
        <script type="module" src={process.env.NEXT_PUBLIC_CLIENT_SCRIPT} />
      </body>
    </html>
  );
}
