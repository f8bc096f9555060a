/** What is neither a page nor worth an early look. */
const LEFT_OUT = [
  '/api/*',
  '/search*',
  '/zh-hant/search*',
  '/feed*',
  '/sitemap*',
  '/html_News/*',
  '/*.xml',
  '/*.txt',
  '/*.json',
];

/**
 * Speculation rules (WICG, Speculation Rules): a page is made ready when a reader means to open it, by resting on its link or
 * touching it, and never because its link is in view.
 */
const RULES = JSON.stringify({
  prerender: [
    {
      where: {
        and: [
          { href_matches: '/*' },
          { not: { href_matches: LEFT_OUT } },
          { not: { selector_matches: '[rel~="external"], [download]' } },
        ],
      },
      eagerness: 'moderate',
    },
  ],
});

export function GET(): Response {
  return new Response(RULES, {
    headers: { 'Content-Type': 'application/speculationrules+json', 'Cache-Control': 'public, max-age=86400' },
  });
}
