import { frameWideParts, type SafeHtml } from '../lib/content/index.ts';

/** The body of an article. The only component that takes HTML, and it takes none that the sanitizer has not made. */
export function SafeBody({ html }: { html: SafeHtml }) {
  const framed = frameWideParts(html);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: SafeHtml comes out of the sanitizer alone
  return <div itemProp="articleBody" className="prose mt-8" dangerouslySetInnerHTML={{ __html: framed }} />;
}
