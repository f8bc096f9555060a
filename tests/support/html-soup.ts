import fc from 'fast-check';

const NAMES = (
  'p div span a b strong em i u table thead tbody tr td th caption col ul ol li dl dt dd blockquote pre code h1 h2 h6 img br hr ' +
  'center font section article aside nav main details summary figure ruby rt rp sup sub form input button select option textarea ' +
  'script style noscript iframe object embed svg math mtext mglyph annotation-xml foreignObject title template xmp plaintext ' +
  'noembed noframes base meta link body html head frameset video audio source marquee'
).split(' ');

const ATTRIBUTES = (
  'href src id name class style title alt onclick onerror onload lang dir align width height colspan rowspan start hidden ' +
  'srcset data-src data-original formaction action xlink:href background poster data-x rel target datetime'
).split(' ');

const VALUES = [
  '',
  'x',
  'javascript:window.__xss=1',
  ' jav\tascript:alert(1)',
  'java&#115;cript:1',
  'data:text/html,<script>1</script>',
  'https://example.com/a?b=1&c="2"',
  '//example.com/x',
  '/local/path',
  '../up',
  '#note',
  'mailto:a@example.com',
  'vbscript:x',
  'text-align:center',
  'display:none;position:fixed',
  'text-align:expression(1)',
  'color:red;text-align: right',
  'location',
  '__next',
  'em_media',
  'chart other',
  '"><img src=x onerror=window.__xss=1>',
  "'><script>1</script>",
  '\u202e',
  '\u0000',
  '--><b>',
  'zh-CN',
  'rtl',
  '7',
  '99999999',
  'http://[::1',
  'https://user:pass@example.com/',
  'blob:https://x/1',
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUg==',
  'data:image/svg+xml,<svg onload=window.__xss=1>',
  'http://finews.withounder.com/emnews/',
];

const TEXTS = [
  '正文',
  'a < b & c',
  '&lt;script&gt;',
  '&amp;amp;',
  '<!--',
  '-->',
  '<!',
  '<![CDATA[',
  ']]>',
  '\n\n',
  '  ',
  '\u3000',
  '安置房******工作',
  '<1%',
  '</',
  '</p>',
  '</div></article></main>',
  '\u202eabc',
  '\ud800',
  '&#x202e;',
  '&#0;',
  '<scr',
  'ipt>',
  '&nbsp;',
];

const attribute = fc
  .tuple(
    fc.constantFrom(...ATTRIBUTES),
    fc.oneof(fc.constantFrom(...VALUES), fc.string()),
    fc.constantFrom('"', "'", ''),
  )
  .map(([name, value, quote]) => ` ${name}=${quote}${value}${quote}`);

const piece = fc.oneof(
  fc
    .tuple(fc.constantFrom(...NAMES), fc.array(attribute, { maxLength: 3 }))
    .map(([name, list]) => `<${name}${list.join('')}>`),
  fc.constantFrom(...NAMES).map((name) => `</${name}>`),
  fc.constantFrom(...TEXTS),
  fc.string(),
);

/** Tag soup: elements that open and do not close, close and did not open, hostile attributes, broken comments, text. */
export const htmlSoup: fc.Arbitrary<string> = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));
