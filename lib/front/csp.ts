/**
 * The Content-Security-Policy of a page (CSP Level 3).
 * @param nonce allows the scripts that carry it: Next's own, where a page is sent with them. Without it the policy is constant.
 * @param development allows what the development server needs: `eval` for React's stack traces, a WebSocket for reloading
 */
export function contentSecurityPolicy(nonce?: string, development = false): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", nonce && `'nonce-${nonce}'`, development && "'unsafe-eval'"].filter(Boolean).join(' '),
    "script-src-attr 'none'",
    development ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
    // The sanitizer allows one style in articles: text-align.
    "style-src-attr 'unsafe-inline'",
    // Pictures of articles lie on any host; the sanitizer takes small raster pictures in `data:` addresses.
    "img-src 'self' https: http: data:",
    // The sanitizer lets files of https hosts and of the portal play.
    "media-src 'self' https:",
    "font-src 'self'",
    development ? "connect-src 'self' ws:" : "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ');
}
