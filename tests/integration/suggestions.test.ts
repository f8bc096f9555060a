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
