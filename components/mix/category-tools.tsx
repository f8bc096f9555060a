import { mixHref } from '../../lib/addresses.ts';

/** Ways to follow a category, on its page. */
export function CategoryTools({ name }: { name: string }) {
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-5 text-sm print:hidden">
      <a href={mixHref([name], 'edit')} rel="nofollow" className="py-1 text-accent">
        加入自选
      </a>
    </p>
  );
}
