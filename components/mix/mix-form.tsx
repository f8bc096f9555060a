import type { Category } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { MAX_MIX_LENGTH, type MixFormPage } from '../../lib/pages/index.ts';
import { anchorOf, Initials } from '../listing/initials.tsx';
import { PageHeading } from '../page/page-heading.tsx';

/** Every category with a checkbox, those that are chosen before the others. What is sent leads to the address of the mix. */
export function MixForm({ page: { categories, chosen, isTooLong } }: { page: MixFormPage }) {
  const names = new Set(chosen);
  const known = new Set(categories.map(({ name }) => name));
  const groups = Map.groupBy(categories, ({ name, initial }) => (names.has(name) ? '已选' : initial));
  const initials = [...groups.keys()].filter((initial) => initial !== '已选');
  const members = groups.get('已选');
  return (
    <>
      <PageHeading title="自选来源">{`选几个来源，把它们的消息放在一页上，至多${MAX_MIX_LENGTH}个`}</PageHeading>
      {isTooLong && <p role="alert" className="mb-4">{`选了${chosen.length}个来源，超出了一页能放的。请去掉一些。`}</p>}
      <UnknownSources names={chosen.filter((name) => !known.has(name))} />
      <form action={withBase('/mix')} className="mix-form">
        {members && <Sources title="已选" categories={members} isChosen />}
        <Initials initials={initials} />
        {initials.map((initial) => (
          <Sources key={initial} title={initial} id={anchorOf(initial)} categories={groups.get(initial) ?? []} />
        ))}
        <p className="sticky bottom-0 border-t border-ink bg-paper py-3">
          <button type="submit" className="cursor-pointer border border-ink px-5 py-2 font-bold hover:text-accent">
            看这些来源的消息
          </button>
        </p>
      </form>
    </>
  );
}

interface SourcesProps {
  title: string;
  id?: string;
  categories: readonly Category[];
  isChosen?: boolean;
}

/** There may be thousands of labels: their looks come from the form. */
function Sources({ title, id, categories, isChosen }: SourcesProps) {
  return (
    <fieldset id={id}>
      <legend>{title}</legend>
      {categories.map((category) => (
        <label key={category.name}>
          <input type="checkbox" name="s" value={category.name} defaultChecked={isChosen} />
          {category.title}
        </label>
      ))}
    </fieldset>
  );
}

/** Names in an address that no category has. */
export function UnknownSources({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null;
  return <p className="mb-4">{`没有这${names.length === 1 ? '个' : '些'}来源：${names.join('、')}`}</p>;
}
