import assert from 'node:assert/strict';
import test from 'node:test';
import { post, read, readArticle } from '../../support/posts.ts';

const PATH = '_posts/2022-03-01-n.html';
const htmlOf = (body: string): string => readArticle(post('title: 甲', body), PATH).html.trim();

function warningsOf(body: string): [line: number, message: string][] {
  const reading = read(post('title: 甲', body), PATH);
  assert.equal(reading.kind, 'article');
  return reading.kind === 'article' ? reading.warnings.map(({ line, message }) => [line, message]) : [];
}

const srcOf = (body: string): string | undefined => /<img src="([^"]*)"/.exec(htmlOf(body))?.[1];

test('keeps what stands in a video for browsers that do not play it', () => {
  assert.match(
    htmlOf('<video><source src="/a.mp4" type="video/mp4">请<b>下载</b><a href="/a.mp4">文件</a></video>'),
    /<video src="\/a.mp4" [^>]*>请下载<a href="\/a.mp4">文件<\/a><\/video>/,
  );
});

test('leaves what stands in a video out of the text', () => {
  assert.equal(readArticle(post('title: 甲', '前<video src="/a.mp4">不支持</video>后'), PATH).text, '前\n后');
});

test('shows what stands in noscript', () => {
  assert.equal(htmlOf('<p>前<noscript>无<b>脚本</b></noscript>后</p>'), '<p>前无<b>脚本</b>后</p>');
});

test('shows a picture once that noscript holds for readers to whom it would not be loaded', () => {
  const html = htmlOf('<p><img data-src="/a.png"><noscript><img src="/a.png"><img src="/b.png"></noscript></p>');
  assert.deepEqual(
    Array.from(html.matchAll(/src="([^"]*)"/g), ([, src]) => src),
    ['/a.png', '/b.png'],
  );
});

test('keeps the text of forms', () => {
  const html = htmlOf('<form><p>选<select><option>甲</option></select><textarea>乙<b></textarea></p></form>');
  assert.equal(html, '<p>选甲乙&lt;b&gt;</p>');
});

const BLANK = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
const REAL = 'https://mmbiz.example/a.png?wx_fmt=png&tp=1';

for (const attribute of (
  'data-src data-original data-actualsrc data-lazy-src data-lazyload data-echo data-croporisrc data-cfsrc file _src real_src ' +
  'srcset data-srcset'
).split(' ')) {
  test(`takes the address in ${attribute} where there is no src`, () => {
    assert.equal(srcOf(`<img ${attribute}="${REAL}">`), REAL.replace('&', '&amp;'));
  });
}

for (const src of [
  BLANK,
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'/%3E",
  '',
  '#',
  'about:blank',
  '/static/image/common/none.gif',
  'https://a.example/img/loading.gif?v=1',
  '/lazy-loading-2x.png',
  's.gif',
]) {
  test(`takes the address of a picture that is loaded late before the placeholder “${src.slice(0, 40)}”`, () => {
    assert.equal(srcOf(`<img src="${src}" data-src="/a.png">`), '/a.png');
  });
}

test('keeps the src of a picture that is none of a placeholder', () => {
  assert.equal(srcOf('<img src="/small.jpg" data-src="/a.png">'), '/small.jpg');
});

for (const [name, attributes] of [
  ['javascript:', 'data-src="javascript:1" data-original="/a.png"'],
  ['a user name', 'data-src="https://u:p@a.example/x.png" data-original="/a.png"'],
  ['nothing', 'data-src="" data-original="/a.png"'],
] as const) {
  test(`passes over an address of ${name} for the next one`, () => {
    assert.equal(srcOf(`<img ${attributes}>`), '/a.png');
  });
}

test('takes the first address of a list', () => {
  assert.equal(srcOf('<img srcset="/a,b.png 1x, /c.png 2x">'), '/a,b.png');
});

for (const [name, embed, href, label] of [
  [
    'Bilibili',
    '<iframe src="//player.bilibili.com/player.html?aid=7&amp;bvid=BV1xx411c7mD&amp;page=1"></iframe>',
    'https://www.bilibili.com/video/BV1xx411c7mD/',
    '视频：哔哩哔哩（www.bilibili.com）',
  ],
  [
    'Bilibili by number',
    '<iframe src="https://player.bilibili.com/player.html?aid=7"></iframe>',
    'https://www.bilibili.com/video/av7/',
    '视频：哔哩哔哩（www.bilibili.com）',
  ],
  [
    'Tencent in WeChat',
    '<iframe class="video_iframe" data-src="https://v.qq.com/iframe/preview.html?width=5&amp;vid=a0123"></iframe>',
    'https://v.qq.com/x/page/a0123.html',
    '视频：腾讯视频（v.qq.com）',
  ],
  [
    'WeChat',
    '<iframe data-src="https://mp.weixin.qq.com/mp/readtemplate?t=a&amp;vid=wxv_1"></iframe>',
    'https://mp.weixin.qq.com/mp/readtemplate?t=a&amp;vid=wxv_1',
    '视频：微信（mp.weixin.qq.com）',
  ],
  [
    'WeChat’s own element',
    '<mpvideo data-src="https://mp.weixin.qq.com/mp/readtemplate?vid=wxv_1"></mpvideo>',
    'https://mp.weixin.qq.com/mp/readtemplate?vid=wxv_1',
    '视频：微信（mp.weixin.qq.com）',
  ],
  [
    'a recording of WeChat',
    '<mpvoice voice_encode_fileid="MzI1234567890"></mpvoice>',
    'https://res.wx.qq.com/voice/getvoice?mediaid=MzI1234567890',
    '音频：微信（res.wx.qq.com）',
  ],
  [
    'YouTube',
    '<iframe src="https://www.youtube-nocookie.com/embed/ab-_1?start=3">no <b>frames</b></iframe>',
    'https://www.youtube.com/watch?v=ab-_1',
    '视频：YouTube（www.youtube.com）',
  ],
  [
    'Youku by Flash',
    '<embed src="http://player.youku.com/player.php/sid/XNDM=/v.swf">',
    'https://v.youku.com/v_show/id_XNDM=.html',
    '视频：优酷（v.youku.com）',
  ],
  [
    'an object',
    '<object><param name="movie" value="http://www.youtube.com/v/ab"><embed src="x.swf"></object>',
    'https://www.youtube.com/watch?v=ab',
    '视频：YouTube（www.youtube.com）',
  ],
  [
    'a site whose player tells no page',
    '<iframe src="https://music.163.com/outchain/player?id=1"></iframe>',
    'https://music.163.com/outchain/player?id=1',
    '音频：网易云音乐（music.163.com）',
  ],
] as const) {
  test(`makes a link of a player: ${name}`, () => {
    assert.equal(htmlOf(`<p>前${embed}后</p>`), `<p>前<a href="${href}" rel="noopener nofollow">${label}</a>后</p>`);
  });
}

test('takes no host for a player’s that only ends like it', () => {
  assert.equal(htmlOf('<p>甲<iframe src="https://notbilibili.com/x"></iframe></p>'), '<p>甲</p>');
});

test('keeps what follows a player that is not closed', () => {
  assert.match(htmlOf('<iframe src="https://v.qq.com/x"><p>后文</p>'), /<p>后文<\/p>/);
});

const MEDIA: [name: string, body: string, html: string][] = [
  [
    'lets a video of an https host play, when the reader says so',
    '<video autoplay loop src="https://a.example/x.mp4" poster="//a.example/p.jpg" width="640" onplay="x"></video>',
    '<video src="https://a.example/x.mp4" poster="https://a.example/p.jpg" width="640" controls preload="none"></video>',
  ],
  [
    'prefers the file that every browser plays',
    '<video><source src="https://a.example/x.webm"><source src="https://a.example/x.mp4?b=1">旧</video>',
    '<video src="https://a.example/x.mp4?b=1" controls preload="none">旧</video>',
  ],
  [
    'lets sound of the portal play',
    '<audio src="/a.ogg" autoplay></audio>',
    '<audio src="/a.ogg" controls preload="none"></audio>',
  ],
  [
    'makes a path of a file on an own host',
    '<audio src="http://finews.withounder.com/a.mp3"></audio>',
    '<audio src="/a.mp3" controls preload="none"></audio>',
  ],
  [
    'makes a link of a video that lies on an http host',
    '<video src="http://a.example/x.mp4"></video>',
    '<p><a href="http://a.example/x.mp4" rel="noopener nofollow">视频：a.example</a></p>',
  ],
  ['takes a video away that would run', '<p>甲<video src="javascript:1">乙</video></p>', '<p>甲乙</p>'],
  [
    'leaves a poster out that is no address',
    '<video src="/x.mp4" poster="javascript:1"></video>',
    '<video src="/x.mp4" controls preload="none"></video>',
  ],
];
for (const [name, body, html] of MEDIA) test(name, () => assert.equal(htmlOf(body), html));

/** Base64 of a file of so many bytes that begins so. */
const base64 = (beginning: string, bytes = 60): string =>
  Buffer.concat([Buffer.from(beginning, 'latin1'), Buffer.alloc(bytes - beginning.length)]).toString('base64');
const PNG = '\x89PNG\r\n\x1a\n';

for (const [type, beginning] of [
  ['png', PNG],
  ['jpeg', '\xff\xd8\xff\xe0'],
  ['gif', 'GIF89a'],
  ['webp', 'RIFF\0\0\0\0WEBP'],
  ['avif', '\0\0\0\x1cftypavif'],
] as const) {
  test(`keeps a small picture in the text: ${type}`, () => {
    const src = `data:image/${type};base64,${base64(beginning)}`;
    assert.equal(srcOf(`<img src="${src}">`), src);
  });
}

for (const [name, src] of [
  ['of another type than it says', `data:image/png;base64,${base64('GIF89a')}`],
  ['that is SVG', `data:image/svg+xml;base64,${base64('<svg onload="x">')}`],
  ['that is HTML', `data:text/html;base64,${base64('<script>')}`],
  ['that says nothing of base64', 'data:image/png,%89PNG'],
  ['with a mark in its base64', `data:image/png;base64,${base64(PNG)}"onerror="x`],
] as const) {
  test(`leaves a picture out ${name}`, () => assert.equal(srcOf(`<p>甲<img src='${src}'></p>`), undefined));
}

test('takes white space and escapes out of base64', () => {
  const src = `data:image/jpg;base64,${base64(PNG)}`.replace('jpg', 'png');
  assert.equal(srcOf(`<img src="${src.slice(0, 50)}\n ${src.slice(50).replaceAll('=', '%3D')}">`), src);
});

test('keeps a picture of 100 KB in the text', () => {
  assert.notEqual(srcOf(`<img src="data:image/png;base64,${base64(PNG, 100 * 1024)}">`), undefined);
});

test('leaves a trace of a larger picture', () => {
  const image = `<img alt="河&lt;" src="data:image/png;base64,${base64(PNG, 100 * 1024 + 3)}">`;
  assert.equal(htmlOf(`<p>甲${image}</p>`), '<p>甲<small>〔图片：河&lt;〕</small></p>');
});

test('takes no picture in the text for the article’s own', () => {
  const image = `<img src="data:image/png;base64,${base64(PNG)}">`;
  assert.equal(readArticle(post('title: 甲', `${image}<img src="/a.png">`), PATH).image, '/a.png');
});

for (const [name, body, message] of [
  [
    'a frame',
    '<iframe src="https://maps.example/?a=1&amp;b=2"></iframe>',
    '<iframe> of “https://maps.example/?a=1&b=2” is left out, since pages run nothing of other sites: write a link to it',
  ],
  ['an object', '<object data="a.swf"></object>', '<object> of “a.swf” is left out: write a link to its file'],
  ['a form', '<FORM>甲</FORM>', '<form> is left out, its text stays: write a link to the page that has it'],
  [
    'a script',
    '<script src="/x.js"></script>',
    '<script> of “/x.js” is left out: write what it shows as text, a picture or a link',
  ],
  ['a drawing', '<svg><text>甲</text></svg>', '<svg> is left out, its text stays: save it as a picture and show that'],
  [
    'a video without an address',
    '<video></video>',
    '<video> is left out, since no address of it can be shown: write a link to it',
  ],
  [
    'a picture without an address',
    '<img alt="甲">',
    '<img> is left out, since it has no address that can be shown: write src="https://…"',
  ],
  [
    'a picture of SVG in the text',
    '<img src="data:image/svg+xml,x">',
    '<img> of “data:image/svg+xml,x” is left out, since it is no PNG, JPEG, GIF, WebP or AVIF in base64: save it as a file and show that',
  ],
  [
    'a large picture in the text',
    `<img src="data:image/png;base64,${base64(PNG, 200 * 1024)}">`,
    'a picture of 200 KB in the text itself is left out, at most 100 KB stay: save it as a file and show that',
  ],
] as const) {
  test(`warns of ${name}, once and with its line`, () => {
    assert.deepEqual(warningsOf(`<p>甲</p>\n${body}\n${body}`), [[5, message]]);
  });
}

for (const [name, body] of [
  ['a player', '<iframe src="https://v.qq.com/x"></iframe>'],
  ['a file that plays', '<audio src="/a.mp3"></audio>'],
  ['mathematics', '<math><mphantom><mi>x</mi></mphantom><mpadded>y</mpadded></math>'],
  ['code that shows a frame', '<pre>&lt;iframe src="x"&gt;</pre>'],
  ['a picture that was loaded late', `<img src="${BLANK}" data-src="/a.png">`],
] as const) {
  test(`warns of nothing for ${name}`, () => assert.deepEqual(warningsOf(body), []));
}
