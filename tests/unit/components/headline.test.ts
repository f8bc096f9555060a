import assert from 'node:assert/strict';
import test from 'node:test';
import { splitHeadline } from '../../../components/article/article-title.ts';

for (const [title, parts] of [
  ['风电场全部并网 年发电十六亿度', ['风电场全部并网', '年发电十六亿度']],
  ['收盘：东湾指数涨0.62% 港口与光伏板块领涨', ['收盘：东湾指数涨0.62%', '港口与光伏板块领涨']],
  ['央行开展 MLF 操作', ['央行开展 MLF 操作']],
  ['一座桥', ['一座桥']],
  ['北城 夜校开课', ['北城 夜校开课']],
  ['Rates fall again in the north', ['Rates fall again in the north']],
  ['', ['']],
] as const) {
  test(`breaks “${title}” into ${parts.length}`, () => {
    assert.deepEqual(splitHeadline(title), parts);
  });
}
