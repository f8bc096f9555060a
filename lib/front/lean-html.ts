/**
 * A page without what only Next's client runtime needs: the scripts that carry the answer's nonce (all of them Next's;
 * content cannot know it), the preloads of scripts, React's comments, and the nonce itself where else it stands. The same
 * page gives the same bytes.
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

/** The nonce of a Content-Security-Policy; `undefined` where it has none. */
export function nonceOf(policy: string | undefined): string | undefined {
  return /'nonce-([^']+)'/.exec(policy ?? '')?.[1];
}
