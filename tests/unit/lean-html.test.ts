import assert from 'node:assert/strict';
import test from 'node:test';
import { leanHtml, nonceOf } from '../../app/_lib/lean-html.ts';

const NONCE = 'q+/A1==';
const cases: [name: string, html: string, expected: string][] = [
  ['removes scripts that carry the nonce', `a<script src="/_next/x.js" async="" nonce="${NONCE}"></script>b`, 'ab'],
  [
    'removes inline scripts with all they hold',
    `a<script nonce="${NONCE}">self.x("<p>\\u003c/script>")</script>b`,
    'ab',
  ],
  [
    'removes preloads of scripts',
    `<link rel="preload" as="script" fetchPriority="low" nonce="${NONCE}" href="/x.js"/>`,
    '',
  ],
  ['removes preloads of modules', `<link rel="modulepreload" nonce="${NONCE}" href="/x.js"/>`, ''],
  [
    'keeps stylesheets, without the nonce',
    `<link rel="stylesheet" href="/x.css" nonce="${NONCE}" data-precedence="next"/>`,
    '<link rel="stylesheet" href="/x.css" data-precedence="next"/>',
  ],
  ['removes comments', '<p>a<!-- -->b</p><!--$-->c<!--/$-->', '<p>ab</p>c'],
  [
    'keeps data that is no script of Next',
    '<script type="application/ld+json">{"a":1}</script>',
    '<script type="application/ld+json">{"a":1}</script>',
  ],
  ['keeps scripts with another nonce', '<script nonce="x">1</script>', '<script nonce="x">1</script>'],
  [
    'keeps modules of the portal’s own',
    '<script type="module" src="/client.js"></script>',
    '<script type="module" src="/client.js"></script>',
  ],
  ['keeps text that looks like a script', '<p>&lt;script nonce="x"&gt;</p>', '<p>&lt;script nonce="x"&gt;</p>'],
  [
    'stops at the end of each script',
    `<script nonce="${NONCE}">1</script><p>text</p><script nonce="${NONCE}">2</script>`,
    '<p>text</p>',
  ],
];
for (const [name, html, expected] of cases) {
  test(name, () => {
    assert.equal(leanHtml(html, NONCE), expected);
  });
}

test('finds the nonce in a policy', () => {
  assert.equal(nonceOf(`default-src 'none'; script-src 'self' 'nonce-${NONCE}'; object-src 'none'`), NONCE);
});

test('finds no nonce in a policy without one', () => {
  assert.equal(nonceOf("script-src 'self'"), undefined);
});
