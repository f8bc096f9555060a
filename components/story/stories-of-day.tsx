import type { SiteIdentity, StorySummary } from '../../lib/archive/index.ts';
import { Byline } from '../article/byline.tsx';
import { TitleLink } from '../article/title-link.tsx';
import { StoryArticles } from './story-articles.tsx';

interface Props {
  site: SiteIdentity;
  stories: StorySummary[];
}

/** At the beginning of a day's page: the stories that most sources carried. */
export function StoriesOfDay({ site, stories }: Props) {
  if (stories.length === 0) return null;
  return (
    <section aria-labelledby="stories" className="mb-8 border-y-2 border-ink pb-2">
      <h2 id="stories" className="py-2 font-serif text-lg font-bold">
        当天要闻
      </h2>
      <ol>
        {stories.map((story) => (
          <li key={story.id} className="border-t border-line py-2">
            <h3 className="font-serif font-bold text-balance">
              <TitleLink article={story.lead} isHeadline className="visited:text-muted" />
            </h3>
            <Byline article={story.lead} timezone={site.timezone} showsMedium />
            <StoryArticles site={site} story={story} />
          </li>
        ))}
      </ol>
    </section>
  );
}
