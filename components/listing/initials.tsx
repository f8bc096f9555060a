import type { ReactNode } from 'react';

interface InitialsProps {
  initials: Iterable<string>;
  /** The page that an initial is on: this one, where it is empty or absent. */
  pageOf?: (initial: string) => string;
}

/** Links to the parts of a list that is grouped by the initial of the pinyin. */
export function Initials({ initials, pageOf = () => '' }: InitialsProps) {
  return (
    <nav aria-label="按拼音首字母" className="mb-6 print:hidden">
      <ul className="-mx-2 flex flex-wrap">
        {Array.from(initials, (initial) => (
          <li key={initial}>
            <a href={`${pageOf(initial)}#${anchorOf(initial)}`} className="block min-w-9 px-2 py-1.5 text-center">
              {initial}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** One part of such a list. */
export function InitialGroup({ initial, children }: { initial: string; children: ReactNode }) {
  return (
    <section
      aria-labelledby={anchorOf(initial)}
      className="grid gap-x-4 border-t border-line py-2 sm:grid-cols-[3rem_minmax(0,1fr)]"
    >
      <h2 id={anchorOf(initial)} className="font-serif text-xl font-bold text-accent">
        {initial}
      </h2>
      {children}
    </section>
  );
}

/** The fragment of the part of an initial. */
export const anchorOf = (initial: string): string => (initial === '#' ? 'other' : initial);
