import type { Correction, SiteIdentity } from '../../lib/archive/index.ts';
import { Instant } from '../page/instant.tsx';
import { langOf } from './article-title.ts';

/** Above the text of an article: what was wrong in it, the newest first. */
export function Corrections({ site, corrections }: { site: SiteIdentity; corrections: readonly Correction[] }) {
  if (corrections.length === 0) return null;
  return (
    <section aria-label="更正" className="mt-6 grid gap-2 border-2 border-accent p-3">
      {corrections.map(({ text, correctedAt }) => (
        <p key={`${correctedAt} ${text}`} className="break-words">
          <span className="font-bold">
            更正
            {correctedAt !== undefined && (
              <>
                （<Instant at={correctedAt} timezone={site.timezone} form="date" />）
              </>
            )}
            ：
          </span>
          <span {...langOf(text)}>{text}</span>
        </p>
      ))}
    </section>
  );
}
