/** Structured data (JSON-LD) as a data block, which browsers do not run. */
export function JsonLd({ value }: { value: Record<string, unknown> }) {
  const json = JSON.stringify(value).replaceAll('<', '\\u003c');
  // biome-ignore lint/security/noDangerouslySetInnerHtml: every `<` is escaped, so the JSON cannot end the element
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: json }} />;
}
