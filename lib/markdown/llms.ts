import { categoryHref, feedHref } from '../addresses.ts';
import type { CategoryLink, SiteIdentity } from '../archive/index.ts';
import { withBase } from '../base-path.ts';
import { escapeText } from './to-markdown.ts';

/** What language models are told of the site (llmstxt.org). @param categories the most active ones */
export function renderLlms({ title, url }: SiteIdentity, categories: readonly CategoryLink[]): string {
  const link = (name: string, href: string, note = ''): string =>
    `- [${escapeText(name)}](${url}${href})${note === '' ? '' : `: ${note}`}\n`;
  return `# ${escapeText(title)}

> 新闻门户：按来源与日期归档的文章，可全文检索。

每篇文章的网址后面加 \`.md\` 就是 Markdown（带 YAML 头）；请求时写 \`Accept: text/markdown\` 也可以。

## 接口

${link('OpenAPI', withBase('/api/openapi.json'), '搜索、文章、列表和来源，JSON')}${link('文章列表', withBase('/api/articles'), '最新在前，每页五十条')}${link('来源', withBase('/api/categories'))}
## 订阅与索引

${link('Atom', feedHref({ kind: 'latest' }), '全文')}${link('要闻', feedHref({ kind: 'stories' }), 'Atom，多个来源报道的消息')}${link('全部订阅源', withBase('/feeds.opml'), 'OPML')}${link('网站地图', withBase('/sitemap.xml'))}
## 最活跃的来源

${categories.map(({ name, title }) => link(title, categoryHref(name))).join('')}`;
}
