import assert from 'node:assert/strict';
import test from 'node:test';
import { findForeignLanguage } from '../../lib/content/index.ts';
import { readArticle } from '../support/posts.ts';

for (const [text, language] of [
  ['央行下调存款准备金率', undefined],
  ['Bank of Japan keeps its rates where they are', 'en'],
  ['OpenAI 发布 GPT', undefined],
  ['iPhone 17 Pro Max', undefined],
  ['Apple Inc., Microsoft Corp., Nvidia Corp.', undefined],
  ['日本銀行は政策金利を据え置いた', 'ja'],
  ['索尼（ソニー）公布年度财报，游戏业务增长', undefined],
  ['한국은행이 기준금리를 동결했다', 'ko'],
  ['Банк России сохранил ключевую ставку', 'ru'],
  ['臺北股市開盤後電子類股領漲', 'zh-Hant'],
  ['他题了“國泰民安”四字，观众鼓掌良久，现场气氛热烈', undefined],
  ['1234567890', undefined],
] as const) {
  test(`takes “${text}” for ${language ?? 'the portal’s own language, or none'}`, () =>
    assert.equal(findForeignLanguage(text), language));
}

/** The body of an HTML post. */
const bodyOf = (html: string): string =>
  readArticle(`---\ntitle: 甲\n---\n${html}\n`, '_posts/2022-03-01-name.html').html.trim();

const ENGLISH = 'The bank has kept its rates where they are.';

for (const [name, html, expected] of [
  ['a paragraph', `<p>${ENGLISH}</p><p>央行维持利率不变。</p>`, `<p lang="en">${ENGLISH}</p><p>央行维持利率不变。</p>`],
  [
    'a paragraph with elements',
    '<p>The <b>bank</b> of Japan is here</p>',
    '<p lang="en">The <b>bank</b> of Japan is here</p>',
  ],
  ['what the source says', `<p lang="en-GB">${ENGLISH}</p>`, `<p lang="en-GB">${ENGLISH}</p>`],
  [
    'paragraphs of a quotation',
    `<blockquote><p>${ENGLISH}</p></blockquote>`,
    `<blockquote><p lang="en">${ENGLISH}</p></blockquote>`,
  ],
  [
    'paragraphs of an item',
    `<ul><li><p>${ENGLISH}</p>译文在后</li></ul>`,
    `<ul><li><p lang="en">${ENGLISH}</p>译文在后</li></ul>`,
  ],
] as const) {
  test(`marks the language of ${name}`, () => assert.equal(bodyOf(html), expected));
}
