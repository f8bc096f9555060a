import { frameWideParts, type SafeHtml, shadowFormulas } from '../../lib/content/index.ts';

/** The body of an article. The only component that accepts HTML, and it accepts the sanitizer's output alone. */
export function SafeBody({ html }: { html: SafeHtml }) {
  const framed = frameWideParts(shadowFormulas(html));
  return (
    <div
      itemProp="articleBody"
      className="prose mt-8"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: only the sanitizer makes SafeHtml
      dangerouslySetInnerHTML={{ __html: framed }}
      // The parser moves shadow roots out of what it has read.
      suppressHydrationWarning
    />
  );
}
