import type { SiteIdentity, StorySummary } from '../../lib/archive/index.ts';
import { isLongTitle, langOf } from '../article/article-title.ts';
import { Byline } from '../article/byline.tsx';
import { TitleLink } from '../article/title-link.tsx';
import { LeadPicture } from '../listing/lead-picture.tsx';
import { StoryArticles } from './story-articles.tsx';

interface Props {
  site: SiteIdentity;
  /** At least one. */
  stories: StorySummary[];
}

/** On the home page: what most sources carry now. The first story leads, the others follow in two columns. */
export function LeadingStories({ site, stories }: Props) {
  return (
    <section aria-labelledby="stories">
      <h2 id="stories" className="sr-only">
        要闻
      </h2>
      <ol className="grid gap-x-10 sm:grid-cols-2">
        {stories.map((story, i) => (
          <li key={story.id} className={i === 0 ? 'pb-4 sm:col-span-2' : 'border-t border-line py-3'}>
            {i === 0 ? <First site={site} story={story} /> : <Other site={site} story={story} />}
            <StoryArticles site={site} story={story} />
          </li>
        ))}
      </ol>
    </section>
  );
}

interface StoryProps {
  site: SiteIdentity;
  story: StorySummary;
}

function First({ site, story: { lead } }: StoryProps) {
  return (
    <>
      <LeadPicture article={lead} />
      <h3 className={`font-serif font-bold text-balance ${isLongTitle(lead) ? 'text-2xl' : 'text-3xl'}`}>
        <TitleLink article={lead} isHeadline />
      </h3>
      {lead.extract && (
        <p className="mt-3 mb-2" {...langOf(lead.extract)}>
          {lead.extract}
        </p>
      )}
      <Byline article={lead} timezone={site.timezone} showsMedium />
    </>
  );
}

function Other({ site, story: { lead } }: StoryProps) {
  return (
    <>
      <h3 className="mb-1 font-serif text-lg font-bold text-balance">
        <TitleLink article={lead} isHeadline className="visited:text-muted" />
      </h3>
      <Byline article={lead} timezone={site.timezone} showsMedium />
    </>
  );
}
