import type { ReactNode } from 'react';
import { pathHref } from '../../lib/addresses.ts';
import type { Summary } from '../../lib/archive/index.ts';
import {
  listThumbnailWidths,
  listWidths,
  type Picture,
  type ShownFile,
  scaledHref,
  THUMBNAIL_WIDTH,
  versionedHref,
} from '../../lib/pictures/index.ts';

/** A picture that is narrower, in pixels, does not stand above the headline of the home page. */
const SMALLEST_LEAD = 640;

/** The title leads there too: for who reads by ear or by keyboard one link is enough. */
const BESIDE_TITLE = { tabIndex: -1, 'aria-hidden': true } as const;

interface Props {
  article: Summary;
}

/** The picture of an article beside its title, which says what it shows: decoration. Nothing for what cannot be sent in this size. */
export function Thumbnail({ article }: Props) {
  const { lead } = article;
  const widths = lead?.picture ? listThumbnailWidths(lead.picture) : [];
  if (!lead || widths.length === 0) return null;
  return (
    <Decoration article={article} className="shrink-0">
      <picture>
        <source type="image/webp" srcSet={sourceSet(lead, widths)} sizes="(min-width: 40rem) 8rem, 6rem" />
        <img
          src={versionedHref(lead)}
          alt=""
          width={128}
          height={96}
          loading="lazy"
          decoding="async"
          className="h-18 w-24 object-cover sm:h-24 sm:w-32"
        />
      </picture>
    </Decoration>
  );
}

/** The picture of the article that leads the home page, above its headline; a thumbnail’s worth of pixels is not spread so wide. */
export function LeadPicture({ article }: Props) {
  const { lead } = article;
  if (!lead?.picture || !mayLead(lead.picture)) return null;
  const widths = listWidths(lead.picture).filter((width) => width > THUMBNAIL_WIDTH);
  return (
    <Decoration article={article} className="mb-4 block">
      <picture>
        <source
          type="image/webp"
          srcSet={sourceSet(lead, widths)}
          sizes="(min-width: 80rem) 48rem, (min-width: 64rem) 60vw, calc(100vw - 2rem)"
        />
        <img
          src={versionedHref(lead)}
          alt=""
          width={1280}
          height={720}
          fetchPriority="high"
          decoding="async"
          className="aspect-video h-auto w-full object-cover lg:aspect-2/1"
        />
      </picture>
    </Decoration>
  );
}

/** Leads to the article, and is gone where the picture cannot be loaded. Without scripts its place has no colour: nothing broken shows. */
function Decoration({ article, className, children }: Props & { className: string; children: ReactNode }) {
  return (
    // The script may have hidden it before React hydrates it.
    <lost-pictures className={`${className} print:hidden`} suppressHydrationWarning>
      <a href={pathHref(article.url)} {...BESIDE_TITLE} className="block">
        {children}
      </a>
    </lost-pictures>
  );
}

/** Wide enough, and no column of text or diagram that a wide frame would cut to pieces. */
const mayLead = ({ width, height, isScalable }: Picture): boolean =>
  isScalable && width >= SMALLEST_LEAD && width >= height;

const sourceSet = (file: ShownFile, widths: readonly number[]): string =>
  widths.map((width) => `${scaledHref(file, width)} ${width}w`).join(', ');
