import { frameWideParts, type SafeHtml, shadowFormulas } from '../../lib/content/index.ts';
import { type ShownFile, showPictures } from '../../lib/pictures/index.ts';

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      /**
       * Puts text in the place of pictures that cannot be loaded, or hides itself where it has no words for that; needs scripts:
       * `client/lost-pictures.ts`.
       */
      'lost-pictures': HTMLAttributes<HTMLElement> & { 'data-failed'?: string };
    }
  }
}

interface Props {
  html: SafeHtml;
  /** Files of the content folder that it shows, by their addresses as it has them. */
  pictures: Readonly<Record<string, ShownFile>>;
}

/** The body of an article. The only component that accepts HTML, and it accepts the sanitizer's output alone. */
export function SafeBody({ html, pictures }: Props) {
  const framed = frameWideParts(shadowFormulas(showPictures(html, pictures)));
  const body = (
    <div
      itemProp="articleBody"
      className="prose mt-8"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: only the sanitizer makes SafeHtml
      dangerouslySetInnerHTML={{ __html: framed }}
      // The parser moves shadow roots out of what it has read.
      suppressHydrationWarning
    />
  );
  if (!html.includes('<img')) return body;
  return (
    <lost-pictures className="block" data-failed="图片未能显示">
      {body}
    </lost-pictures>
  );
}
