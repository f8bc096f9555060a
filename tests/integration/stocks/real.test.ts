/** Which posts of the real archive name which stocks. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parseStocks } from '../../../lib/archive/sql/stocks-column.ts';
import { PortalFolder } from '../../support/portal-folder.ts';
import { SHARED, withoutShared } from '../../support/shared.ts';

/** By the codes of articles, of which those with a wire post stand twice. Many posts more have numbers of stocks in their text. */
const NAMED: Readonly<Record<string, string>> = {
  '202201072239307540': 'BK0473 SZ000776 SH601211 SH601688 SZ000166 SH600999 SH601995 SH601066 SH600030 BK0475 BK0474',
  NW202201212257099936: 'SZ002752',
  NW202202112274017262: 'HK02338 SZ000338',
  '202204212352188819': 'BK0475',
  '202205262391921712': 'USNIO BK0493 SH600160 SZ300343 SH600636 BK0839',
  '202205302396671645': 'HK00700 SZ000333 USBABA SZ300750 SH600519 SH601318 USPDD',
  '202205312398034850':
    'BK1037 ZS399006 SZ300115 SH688001 SH688209 SZ002045 SZ002273 SZ002957 SZ002938 SZ002937 SZ002824 SZ000909 SZ002241 ' +
    'SZ002962 SH688661 SZ300691 USAAPL BK1036 BK0922 BK0473 SZ002475 SH601231 HK06030 SZ002371 SH688012 SH688082 HK00981 ' +
    'HK01347 SH600460 SH603290 SH603986 SH688008 SH603501 SH688608 SH688099 HK02382 SZ300088 SH688036 SZ002384 SZ002056',
};

test('names in the real archive the stocks that its posts link, and no other', {
  skip: withoutShared,
}, async (context) => {
  const folder = new PortalFolder(context);
  cpSync(join(SHARED, 'corpus/real'), folder.contentDir, { recursive: true });
  await folder.update();
  const rows = await folder.query('SELECT slug, stocks FROM articles WHERE stocks IS NOT NULL ORDER BY slug');
  const idsOf = (column: unknown): string =>
    parseStocks(column)
      .map(({ id }) => id)
      .join(' ');
  const expected = Object.entries(NAMED).flatMap(([slug, ids]) =>
    [slug, ...(slug.startsWith('NW') ? [] : [`NW${slug}`])].map((each) => [each, ids]),
  );
  const listing = async (name: string) => folder.archive.listArticles({ kind: 'stock', name }, 1);
  const banks = await listing('BK0475');
  assert.deepEqual(
    {
      named: Object.fromEntries(rows.map(({ slug, stocks }) => [String(slug), idsOf(stocks)])),
      // Two articles, each with a wire post.
      banks: banks?.articles.map(({ category }) => category?.name),
      titles: await Promise.all(
        ['ZS399006', 'HK00981', 'USNIO', 'SH600519', 'BK1037', 'SZ002752'].map(
          async (id) => (await listing(id))?.title,
        ),
      ),
    },
    {
      named: Object.fromEntries(expected),
      banks: ['yangshixinwenkehuduan', 'quanshangzhongguo'],
      titles: ['创业板指', '中芯国际', '蔚来', '贵州茅台', '消费电子', '002752'],
    },
  );
});
