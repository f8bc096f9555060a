/**
 * Removes from a page what only Next's client runtime needs: the scripts that carry the answer's nonce (all of them are Next's,
 * since content cannot know the nonce), the preloads of scripts, React's comments, and every other occurrence of the nonce. The
 * same page gives the same bytes.
 * @param nonce of this answer's Content-Security-Policy
 */
export function leanHtml(html: string, nonce: string): string {
  const carries = `(?=[^>]*\\snonce="${RegExp.escape(nonce)}")`;
  return html
    .replace(new RegExp(`<script${carries}[^>]*>[\\s\\S]*?</script>`, 'g'), '')
    .replace(new RegExp(`<link${carries}(?=[^>]*\\s(?:as="script"|rel="modulepreload"))[^>]*>`, 'g'), '')
    .replaceAll(` nonce="${nonce}"`, '')
    .replace(/<!--[\s\S]*?-->/g, '');
}

/** The nonce of a Content-Security-Policy; `undefined` if it has none. */
export function nonceOf(policy: string): string | undefined {
  return /'nonce-([^']+)'/.exec(policy)?.[1];
}
