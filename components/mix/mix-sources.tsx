import { categoryHref, feedHref, mixFeedsHref, mixHref } from '../../lib/addresses.ts';
import type { CountedCategory } from '../../lib/archive/index.ts';
import type { ListingPage } from '../../lib/pages/index.ts';
import { FollowSources } from '../own/follow-sources.tsx';
import { UnknownSources } from './mix-form.tsx';

/** More categories than these are folded away. */
const MOST_SHOWN = 12;

interface Props {
  /** Names in the address. */
  names: readonly string[];
  mix: NonNullable<ListingPage['mix']>;
}

/** What a mix is made of, and ways to change and to follow it. */
export function MixSources({ names, mix: { categories, unknown } }: Props) {
  return (
    <div className="mb-8 print:hidden">
      <UnknownSources names={unknown} />
      {categories.length > MOST_SHOWN ? (
        <details>
          <summary className="w-fit cursor-pointer py-1">{`${categories.length}个来源`}</summary>
          <Sources categories={categories} />
        </details>
      ) : (
        <Sources categories={categories} />
      )}
      <p className="mt-2 flex flex-wrap items-center gap-x-5 text-sm">
        <FollowSources names={names} isAll label="关注这些来源" />
        <a href={mixHref(names, 'edit')} rel="nofollow" className="py-1 text-accent">
          增减来源
        </a>
        <a href={feedHref({ kind: 'mix', names })} rel="nofollow" className="py-1 text-accent">
          订阅（Atom）
        </a>
        <a href={mixFeedsHref(names)} rel="nofollow" download="feeds.opml" className="py-1 text-accent">
          各来源的订阅源（OPML）
        </a>
      </p>
    </div>
  );
}

function Sources({ categories }: { categories: readonly CountedCategory[] }) {
  return (
    <ul aria-label="来源" className="flex flex-wrap gap-x-5">
      {categories.map(({ name, title, count }) => (
        <li key={name}>
          <a href={categoryHref(name)} className="flex items-baseline gap-2 py-1">
            {title}
            <span className="text-sm text-muted">{count}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
