/**
 * Posts that repeat one construct up to any size: what makes a regular expression, a parser or a loop within a loop take
 * quadratic time.
 */
export interface RepetitivePost {
  name: string;
  path: string;
  /** Whether it is read as a post of a Jekyll site. */
  isJekyll: boolean;
  /** The post's text, of at most so many bytes. */
  write: (bytes: number) => string;
}

const HEAD = '---\ntitle: 甲\n---\n';

function repetitive(
  name: string,
  ending: 'md' | 'html',
  unit: string,
  before: string,
  after: string,
  isJekyll = false,
): RepetitivePost {
  const room = (bytes: number): number => bytes - Buffer.byteLength(before) - Buffer.byteLength(after);
  return {
    name,
    path: `_posts/2022-03-01-n.${ending}`,
    isJekyll,
    write: (bytes) => before + unit.repeat(Math.floor(room(bytes) / Buffer.byteLength(unit))) + after,
  };
}

const inHtml = (unit: string, before = '', after = ''): RepetitivePost =>
  repetitive(`HTML of ${JSON.stringify(before + unit + after)}`, 'html', unit, HEAD + before, after);
const inMarkdown = (unit: string, before = '', after = ''): RepetitivePost =>
  repetitive(`Markdown of ${JSON.stringify(before + unit + after)}`, 'md', unit, HEAD + before, after);
const inJekyll = (unit: string, before = '', after = ''): RepetitivePost =>
  repetitive(`kramdown of ${JSON.stringify(before + unit + after)}`, 'md', unit, HEAD + before, after, true);
const inFrontMatter = (unit: string, before = '', after = ''): RepetitivePost =>
  repetitive(
    `front matter of ${JSON.stringify(before + unit + after)}`,
    'md',
    unit,
    `---\n${before}`,
    `${after}\n---\n正文\n`,
  );

export const REPETITIVE_POSTS: readonly RepetitivePost[] = [
  inHtml('<p>甲乙丙。</p>\n'),
  inHtml('<!--EM_StockImg_Start-->'),
  inHtml('<!--EM_StockImg_Start-->甲<!--EM_StockImg_End-->'),
  inHtml('<img src="/x" alt="a hidden x">'),
  inHtml('甲<img>'),
  inHtml('<i hidden>'),
  inHtml('<iframe src="https://v.qq.com/x"></iframe>'),
  inHtml('<iframe src="https://v.qq.com/x">'),
  inHtml('<object>'),
  inHtml('<video><source>'),
  inHtml('<video src="/x">', '', '</video>'),
  inHtml('<img src="data:image/png;base64,'),
  inHtml('QUFB', '<img src="data:image/png;base64,', '">'),
  inHtml('%3D', '<img src="data:image/png;base64,', '">'),
  inHtml('/x 1x, ', '<img srcset="', '">'),
  inHtml('<svg><text>甲'),
  inHtml('<b>甲'),
  inHtml('<ruby><rp>甲'),
  inHtml('<a><p>'),
  inHtml('<p>The bank is of the <b>'),
  inHtml('<p class="em_media">（文章来源：甲'),
  inHtml('（文章来源：'),
  inHtml(' ', '<p>甲', '乙</p>'),
  inHtml('<br> ', '<p>甲', '乙</p>'),
  inHtml('<wbr>\n', '<p>', '</p>'),
  inHtml(' a', '<span', ''),
  inHtml(';text-align:left !', '<p style="', '">甲</p>'),
  inHtml('<a href="http://quote.eastmoney.com/unify/r/1.600519">茅台</a>'),
  inHtml('（文章来源：<a href="http://quote.eastmoney.com/unify/r/1.600519">茅台</a>'),
  inHtml(' ', '<a href="stock:', 'x">茅台</a>'),
  inMarkdown('[茅台](stock:SH600519) '),
  inMarkdown('<x>'),
  inMarkdown('*a_ '),
  inMarkdown('> '),
  inMarkdown('[返回甲](b)｜'),
  inJekyll('$$a^2$$ '),
  inJekyll('$$\\frac{'),
  inJekyll('$$\\def\\a{\\a\\a}\\a$$ '),
  inJekyll('{', '$$', '$$'),
  inJekyll('\\href{javascript:1}{x}', '$$', '$$'),
  inJekyll('let a = "<b>"; // 水位\n', '```js\n', '```\n'),
  inJekyll('```js\nlet a;\n```\n'),
  inJekyll('x', '```js\n', '\n```\n'),
  inJekyll('/*', '```js\n', '\n```\n'),
  inJekyll('{{ page.title }}'),
  inJekyll('{% if true %}'),
  inJekyll('{% include x.html %}'),
  inJekyll('{{ "a" | append: "b" }}'),
  inJekyll('## 第二节 {#a}\n\n水位在夜里涨了，渡口的人守到天亮。\n\n', '* 目录\n{:toc}\n\n'),
  inJekyll('水位在夜里涨了[^a]。', '', '\n\n[^a]: 注\n'),
  inJekyll('*[A]: b\n'),
  inJekyll('{:.a}\n'),
  inJekyll('| 水位在夜里涨了 '),
  inJekyll('渡口\n: 水位在夜里涨了，守到天亮。\n\n'),
  inJekyll('<div markdown="1">\n'),
  inFrontMatter('\n', 'title: a'),
  inFrontMatter(' \n', 'note: >\n'),
  inFrontMatter('\n', 'title: "a'),
  inFrontMatter('- ', 'a: '),
  inFrontMatter('"a" ', 'title: "b" '),
  inFrontMatter('a ', 'title: "'),
  inFrontMatter('--- a\n', 'note: |\n'),
  inFrontMatter('[', 'tags: '),
  inFrontMatter('x ', 'stocks: a '),
];
