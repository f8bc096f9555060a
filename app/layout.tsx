import type { Viewport } from 'next';
import type { ReactNode } from 'react';
import { Footer } from '../components/footer.tsx';
import { Masthead } from '../components/masthead.tsx';
import { getSite, listNavigation } from './reads.ts';
import './globals.css';

/** Nothing is rendered while building: the build knows no content, and each answer carries a nonce of its own. */
export const dynamic = 'force-dynamic';

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fdfcfa' },
    { media: '(prefers-color-scheme: dark)', color: '#161514' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [site, categories] = await Promise.all([getSite(), listNavigation()]);
  return (
    <html lang={site.lang}>
      <head>
        <link rel="search" type="application/opensearchdescription+xml" href="/opensearch.xml" title={site.title} />
      </head>
      <body className="mx-auto flex min-h-screen max-w-6xl flex-col px-4 font-sans text-base sm:px-8">
        <Masthead site={site} categories={categories} now={Date.now() / 1000} />
        <main id="main" className="w-full flex-1 py-6 sm:py-10">
          {children}
        </main>
        <Footer site={site} categories={categories} />
        {process.env.NEXT_PUBLIC_CLIENT_SCRIPT && <script type="module" src={process.env.NEXT_PUBLIC_CLIENT_SCRIPT} />}
      </body>
    </html>
  );
}
