import type { PageFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import type { KnownAddresses } from './known-addresses.ts';

/** Links of a post or page that lead nowhere, and pictures and other files that do not exist. */
export function findDeadAddresses({ path, links, media }: PageFacts, addresses: KnownAddresses): Finding[] {
  const deadLinks = links.filter(({ path: target }) => target === undefined || !addresses.has(target));
  const deadFiles = media.filter(({ path: target }) => target === undefined || !addresses.isPublicFile(target));
  return [
    ...deadLinks.map((link) => {
      const where = link.path !== undefined && addresses.isWithdrawn(link.path) ? 'to a withdrawn post' : 'nowhere';
      return toFinding(path, `the link leads ${where}: ${link.written}`, link.written);
    }),
    ...deadFiles.map(({ written }) => toFinding(path, `the file does not exist: ${written}`, written)),
  ];
}

/** Links of a post or page that readers reach by a redirect. */
export function findRedirectedLinks({ path, links }: PageFacts, addresses: KnownAddresses): Finding[] {
  return links.flatMap((link): Finding[] => {
    const target = link.path === undefined ? undefined : addresses.findRedirect(link.path);
    if (target === undefined) return [];
    return [toFinding(path, `the link leads through a redirect to ${target}: ${link.written}`, link.written)];
  });
}

const toFinding = (path: string, message: string, written: string): Finding => ({
  path,
  severity: 'warning',
  message,
  locate: (positions) => positions.ofText(written, ...spellingsOf(written)),
});

/** How a file may spell an address that the pipeline has changed: decoded, or its last name alone. */
function spellingsOf(written: string): string[] {
  const last = written
    .replace(/[?#].*$/, '')
    .replace(/\/$/, '')
    .replace(/^.*\//, '');
  try {
    return [decodeURI(written), last, decodeURI(last)];
  } catch {
    return [last];
  }
}
