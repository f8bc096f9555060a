/** A portal with posts of many kinds, for the tests of its pages: it serves for as long as a process that loads this module has tests. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { type Portal, startPortal } from '../../support/portal.ts';
import { postText } from '../../support/portal-folder.ts';
import { PageView } from './page-view.ts';

const contentDir = mkdtempSync(join(tmpdir(), 'finews-pages-'));
export let portal: Portal;

/** Adds a file to the content folder. */
export function write(path: string, text: string): void {
  mkdirSync(dirname(join(contentDir, path)), { recursive: true });
  writeFileSync(join(contentDir, path), text);
}

export const PERCENT_NAMES = ['100%', 'a%20b', 'x%25y'];
export const ENGLISH_TITLE = 'Bank of Japan keeps its rates where they are';
const FOOTER =
  '<http://source.example/news/1353,202204212352188819.html>\n\n[返回央视新闻](//old.example/category/yangshi.html)｜[返回首页](//old.example/)';

/** Articles that name stocks: one of a category that has the name of the folder of their pages, two stocks of one code, a class of shares. */
function writeStocks(): void {
  write(
    '_posts/2022-01-16-stocks.md',
    postText(
      { title: '股', categories: 'gupiao', stocks: 'BK0473' },
      '[贵州茅台](http://quote.eastmoney.com/unify/r/1.600519)、[腾讯控股](stock:HK00700)、[苹果](stock:USAAPL)',
    ),
  );
  write(
    '_posts/2022-01-15-stock.md',
    postText(
      { title: '同', categories: 'stock' },
      '[上证](stock:ZS000001)、[平安](stock:SZ000001)、[伯克希尔](stock:USBRK.B)',
    ),
  );
}

before(async () => {
  write('_config.yml', 'title: 试报\nurl: https://news.example\naliases: [old.example]\ndisclaimer: 仅供测试\n');
  for (let i = 1; i <= 120; i++) {
    const day = `2022-04-${String(1 + Math.floor(i / 10)).padStart(2, '0')}`;
    const name = `${day}-${String(i).padStart(3, '0')}`;
    const fields = { title: `第${i}条`, date: `${day} 08:00:00 +0800`, categories: 'ribao', tags: '日报新闻' };
    // As many name one stock as a chart needs.
    write(`_posts/${name}.md`, i <= 3 ? postText(fields, '[格力电器](stock:SZ000651)') : postText(fields));
  }
  write(
    '_posts/2020-04-20-rates.md',
    postText({ title: ENGLISH_TITLE, date: '2020-04-20 01:00:00 +0800', categories: 'english' }),
  );
  const twin = { title: '"数字卢布 <试点> & 扩大"', date: '2022-04-21 17:53:56 +0800' };
  write(
    '_posts/2022-04-21-202204212352188819.md',
    postText({ ...twin, categories: 'emnews', tags: '滚动新闻' }, '> 摘要。\n\n<p>正文一。</p>'),
  );
  write(
    '_posts/2022-04-21-NW202204212352188819.md',
    postText(
      { ...twin, categories: 'yangshi', tags: '央视新闻' },
      `<p>正文一。</p><p class="em_media">（文章来源：央视新闻客户端）</p>\n\n${FOOTER}`,
    ),
  );
  write(
    '_posts/2022-04-20-a.md',
    postText({ title: '甲', categories: '["C# / 中文 (试)"]', tags: '["a/b & c"]', redirect_from: '/old/甲.html' }),
  );
  writeStocks();
  write('_posts/2022-04-18-folder.md', postText({ title: '夹', permalink: '/folders/a/' }));
  write('_posts/2022-04-18-file.md', postText({ title: '件', permalink: '/files/index.html' }));
  write(
    '_posts/2022-04-17-corrected.md',
    postText({
      title: '改',
      categories: 'gengzheng',
      correction: `[{date: 2022-04-18 08:00:00 +0800, text: '<i>甲</i> & 乙'}, {date: 2022-04-19 08:00:00 +0800, text: 丙}]`,
    }),
  );
  PERCENT_NAMES.forEach((name, i) => {
    write(
      `_posts/2022-04-19-p${i}.md`,
      postText({ title: '百分', categories: `["${name}"]`, slug: 'p', tags: '百分新闻' }),
    );
  });
  portal = await startPortal(contentDir);
});
after(async () => {
  await portal?.stop();
  rmSync(contentDir, { recursive: true, force: true });
});

export const STOCKS = '/gupiao/2022/01/16/stocks.html';
export const MEDIA = '/yangshi/2022/04/21/NW202204212352188819.html';
export const CORRECTED = '/gengzheng/2022/04/17/corrected.html';
export const WIRE = '/emnews/2022/04/21/202204212352188819.html';

export const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(portal.url + path, { redirect: 'manual', headers });

export const view = async (path: string): Promise<PageView> => new PageView(await (await ask(path)).text());
