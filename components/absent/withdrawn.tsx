import type { SiteIdentity, Withdrawal } from '../../lib/archive/index.ts';
import { articleTitle, langOf } from '../article/article-title.ts';
import { Instant } from '../page/instant.tsx';
import { PageHeading } from '../page/page-heading.tsx';
import { SearchForm } from '../search/search-form.tsx';
import { WaysOn } from './ways-on.tsx';

/** Where an article was that is withdrawn: which one, since when, and why. */
export function Withdrawn({ site, withdrawal }: { site: SiteIdentity; withdrawal: Withdrawal }) {
  const { withdrawnAt, reason, isDeleted } = withdrawal;
  const title = articleTitle(withdrawal);
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading kicker={withdrawalLabel(withdrawal)} title={title} {...langOf(title)} />
      <p className="mb-4">
        {'这篇文章已于 '}
        <Instant at={withdrawnAt} timezone={site.timezone} form="date" />
        {isDeleted ? ' 从本站移除，不再提供。' : ' 由编辑撤回，不再提供。'}
      </p>
      {reason !== undefined && (
        <p className="mb-6 border-2 border-accent p-3">
          <span className="font-bold">撤回原因：</span>
          <span className="break-words" {...langOf(reason)}>
            {reason}
          </span>
        </p>
      )}
      <SearchForm id="withdrawn-search" className="mb-6" />
      <WaysOn />
    </div>
  );
}

/** What became of an article, in one word. */
export const withdrawalLabel = ({ isDeleted }: Withdrawal): string => (isDeleted ? '已移除' : '已撤回');
