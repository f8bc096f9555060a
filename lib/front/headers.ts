/** Headers that every answer carries, whoever sends it; the Content-Security-Policy comes beside them. */
export const securityHeaders: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Request header by which `proxy.ts` tells pages that the address ends in a slash, which Next leaves out of their params. */
export const TRAILING_SLASH_HEADER = 'x-finews-trailing-slash';
