import { markLanguages } from './html/languages.ts';
import { settleParagraphs } from './html/paragraphs.ts';
import { sanitize } from './html/sanitize.ts';
import { type HtmlNode, parseTree } from './html/tree.ts';
import type { JekyllSite } from './jekyll/site.ts';
import { type RenderedTemplates, renderTemplates, type TemplateText } from './jekyll/templates.ts';
import { needsLiquid } from './liquid/index.ts';
import { renderMarkdownOf } from './markdown/dialect.ts';
import { settlePasted } from './pasted/index.ts';
import type { Losses } from './pasted/losses.ts';
import type { ContentSettings } from './settings.ts';
import { typeset } from './typeset/index.ts';

/**
 * The body of a file after its Liquid, which only Jekyll sites have.
 * @param now seconds since 1970
 * @throws {ContentError} for a template beyond the limits
 */
export function renderLiquidOf(
  text: TemplateText,
  settings: ContentSettings,
  site: JekyllSite | undefined,
  now: number,
): RenderedTemplates {
  const { body } = text.post;
  if (!site || !needsLiquid(body)) return { text: body, uses: [], warnings: [] };
  return renderTemplates(text, site, (markdown) => renderMarkdownOf(settings, markdown), now);
}

/**
 * The body as it is published. The sanitizer runs after every step that produces markup. The steps after it rearrange its
 * output and add only what is on its allowlist.
 * @param own what leads to the portal itself
 * @param losses gets what the published body does not have
 */
export function makeBody(
  markup: string,
  own: Pick<ContentSettings, 'ownHosts' | 'basePath'>,
  losses: Losses,
): HtmlNode[] {
  const ownHosts = new Set(own.ownHosts);
  const settled = settlePasted(markup, ownHosts, losses);
  const onElementLost = losses.addElement.bind(losses);
  const html = sanitize(settled, ownHosts, onElementLost, own.basePath);
  const tree = settleParagraphs(parseTree(html));
  markLanguages(tree, html);
  typeset(tree, html, (tex) => losses.addFormula(tex));
  return tree;
}
