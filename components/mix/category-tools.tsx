import { mixHref } from '../../lib/addresses.ts';
import { FollowSources } from '../own/follow-sources.tsx';

/** Ways to follow a category, on its page. */
export function CategoryTools({ name }: { name: string }) {
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-5 text-sm print:hidden">
      <FollowSources names={[name]} label="关注" />
      <a href={mixHref([name], 'edit')} rel="nofollow" className="py-1 text-accent">
        加入自选
      </a>
    </p>
  );
}
