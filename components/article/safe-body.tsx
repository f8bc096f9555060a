import { frameWideParts, type SafeHtml } from '../../lib/content/index.ts';

/** The body of an article. The only component that accepts HTML, and it accepts the sanitizer's output alone. */
export function SafeBody({ html }: { html: SafeHtml }) {
  const framed = frameWideParts(html);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: only the sanitizer makes SafeHtml
  return <div itemProp="articleBody" className="prose mt-8" dangerouslySetInnerHTML={{ __html: framed }} />;
}
