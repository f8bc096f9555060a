import type { ReactNode } from 'react';
import { Headline } from './headline.tsx';

interface Props {
  kicker?: string;
  title: string;
  /** Language of the title, where it is not the page's. */
  lang?: string;
  /** One line below the title. */
  children?: ReactNode;
}

export function PageHeading({ kicker, title, lang, children }: Props) {
  return (
    <header className="mb-6 border-b border-line pb-4">
      {kicker !== undefined && <p className="text-sm text-accent">{kicker}</p>}
      <h1 className="font-serif text-2xl font-bold text-balance" lang={lang}>
        <Headline title={title} />
      </h1>
      {children !== undefined && <p className="mt-1 text-sm text-muted">{children}</p>}
    </header>
  );
}
