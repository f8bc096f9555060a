import assert from 'node:assert/strict';
import test from 'node:test';
import { PortalFolder, postText } from '../support/portal-folder.ts';

for (const [typed, names] of [
  ['泰州', ['泰州日报新闻', '泰州晚报新闻']],
  ['日报', ['泰州日报新闻']],
  ['taizhou', ['泰州日报新闻', '泰州晚报新闻']],
  ['tzrb', ['泰州日报新闻']],
  ['TZWB', ['泰州晚报新闻']],
  ['泰州晚報', ['泰州晚报新闻']],
  ['x', []],
  ['', []],
] as const) {
  test(`suggests for “${typed}”: ${names.join('、') || 'nothing'}`, async (context) => {
    const folder = new PortalFolder(context, {
      '_posts/2022-03-01-a.md': postText({ title: '甲', categories: 'tzdaily', tags: '泰州日报新闻' }),
      '_posts/2022-03-01-b.md': postText({ title: '乙', categories: 'tzdaily', tags: '泰州日报新闻' }),
      '_posts/2022-03-01-c.md': postText({ title: '丙', categories: 'tzevening', tags: '泰州晚报新闻' }),
    });
    await folder.update();
    const suggestions = await folder.archive.suggest(typed, 5);
    assert.deepEqual(
      suggestions.map(({ title }) => title),
      names,
    );
  });
}

for (const [typed, names] of [
  ['茅台', ['贵州茅台']],
  ['貴州', ['贵州茅台']],
  ['gzmt', ['贵州茅台']],
  ['guizhoumaotai', ['贵州茅台']],
  ['6005', ['贵州茅台']],
  ['sh600519', ['贵州茅台']],
  ['600', ['贵州茅台', '招商银行']],
  ['00700', ['腾讯控股']],
  ['070', ['腾讯控股']],
  ['hk700', ['腾讯控股']],
  ['BRK.B', ['伯克希尔']],
  ['usbrk-', ['伯克希尔']],
  ['0519', []],
  ['五粮液', []],
] as const) {
  test(`suggests the stocks for “${typed}”: ${names.join('、') || 'none'}`, async (context) => {
    const folder = new PortalFolder(context, {
      '_posts/2022-03-01-a.md': postText({ title: '甲' }, '[贵州茅台](stock:SH600519)[招商银行](stock:SH600036)'),
      '_posts/2022-03-01-b.md': postText({ title: '乙' }, '[贵州茅台](stock:SH600519)'),
      '_posts/2022-03-01-c.md': postText({ title: '丙' }, '[腾讯控股](stock:HK00700)[伯克希尔](stock:USBRK.B)'),
      '_posts/2022-03-01-d.md': postText({ title: '丁' }, '[五粮液](stock:SZ000858)'),
    });
    await folder.update();
    // A stock that no article names any more is suggested to nobody.
    folder.remove('_posts/2022-03-01-d.md');
    await folder.update();
    assert.deepEqual(
      (await folder.archive.suggest(typed, 5)).map(({ title }) => title),
      names,
    );
  });
}

test('suggests a category and a stock of one title, and no tag of it', async (context) => {
  const folder = new PortalFolder(context, {
    '_posts/2022-03-01-a.md': postText({ title: '甲', categories: 'bx', tags: '保险' }, '[保险](stock:BK0474)'),
  });
  await folder.update();
  assert.deepEqual(
    (await folder.archive.suggest('保险', 5)).map(({ kind, name }) => [kind, name]),
    [
      ['stock', 'BK0474'],
      ['category', 'bx'],
    ],
  );
});

for (const [typed, name] of [
  ['taizuribao', 'taizhouribao'],
  ['泰洲日报新闻', 'taizhouribao'],
  ['tzrbxv', 'taizhouribao'],
] as const) {
  test(`offers the category ${name} to who looks for ${typed}`, async (context) => {
    const folder = new PortalFolder(context, {
      '_posts/2022-03-01-a.md': postText({ title: '甲', categories: 'taizhouribao', tags: '泰州日报新闻' }),
      '_posts/2022-03-01-b.md': postText({ title: '乙', categories: 'emnews', tags: '滚动' }),
    });
    await folder.update();
    assert.deepEqual(
      (await folder.archive.listSimilarCategories(typed, 5)).map((category) => category.name),
      [name],
    );
  });
}
