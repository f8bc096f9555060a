import { openStore } from '../../../lib/archive/open-store.ts';
import type { ArchiveWriter } from '../../../lib/archive/store.ts';
import type { Article, SafeHtml } from '../../../lib/content/index.ts';
import { fingerprintOf } from '../../../lib/ingest/fingerprint.ts';
import { toSearchText } from '../../../lib/search/index.ts';
import { readSite } from '../../../lib/site.ts';
import type { PortalFolder } from '../portal-folder.ts';
import { randomFrom } from '../random.ts';

/** A day with a tenth of all articles, most of them of one instant. */
export const BUSY_DAY = '2022-02-11';

const FIRST_DAY = Date.UTC(2021, 0, 1) / 1000;
const DAYS = 770;
const DAY_SECONDS = 86_400;
const CATEGORIES = 2_000;
const SUBJECTS = '央行 证监会 统计局 财政部 商务部 工信部 上交所 园区 村集体 消防大队 海川银行 临江港务'.split(' ');
const VERBS = '发布 公布 推进 落实 启动 完成 通过 披露 回应 强化 优化 扩大 压缩 上调 下调'.split(' ');
const OBJECTS = '存款准备金率 居民消费价格指数 工业增加值 外汇储备 进出口总额 营商环境方案 污水治理 年度报告'.split(
  ' ',
);
/** Articles that lie this near to each other may tell the same story. */
const STORY_SPAN = 400;

/**
 * Fills an archive, in the store under test, with so many articles of two years, as the writer writes what it has read. Their files are
 * not in the content folder, and lie below `filled/`, where updates of other paths do not look.
 */
export async function fillArchive(folder: PortalFolder, count: number): Promise<void> {
  await folder.database?.create();
  const site = readSite(folder.environment);
  const now = new Date('2026-12-31T00:00:00Z');
  await openStore(site).update({ fingerprint: fingerprintOf(site), isFull: true, now }, async (writer) => {
    await writer.setNote('layout', 'posts-folders');
    const { title, url, lang, timezone } = site;
    await writer.putSite({ title, url, lang, timezone });
    const random = randomFrom(1);
    for (let i = 0; i < count; i++) await put(writer, i, random);
    await writer.settle(now.getTime() / 1000);
  });
}

async function put(writer: ArchiveWriter, i: number, random: () => number): Promise<void> {
  const article = makeArticle(i, random);
  const { path, title, text } = article;
  const record = { path, stamp: { size: 1_000, modified: i, changed: i, inode: i }, digest: `${i}` };
  await writer.putFile({ ...record, outcome: 'article', ...(i % 500 === 0 && { dueAt: 2_000_000_000 + i }) });
  await writer.putArticle(article, toSearchText(title, text));
  if (i % 10 === 0) {
    await writer.setProblems(path, [{ path, line: 1, severity: i % 100 === 0 ? 'error' : 'warning', message: '误' }]);
  }
  if (i % 20 === 1) {
    const picture = { width: 800, height: 600, isScalable: true };
    await writer.putFile({ ...record, path: `filled/${i}.png`, outcome: 'static', url: `/filled/${i}.png`, picture });
  }
  if (i % 5 === 0) await writer.setUses(path, [`_data/${i % 1_000}.yml`]);
  if (i % 20 === 2) {
    const file = { path: `filled/gone-${i}.md`, url: `/gone/${i}.html`, redirectFrom: [`/left/${i}`], title };
    await writer.putWithdrawal({ ...file, withdrawnAt: FIRST_DAY, isDeleted: true });
  }
}

/** A text that is long enough to be compared, of its own for each `STORY_SPAN`. */
const storyOf = (i: number): string =>
  Array.from({ length: 100 }, (_, k) => String.fromCharCode(0x4e00 + 60 * Math.floor(i / STORY_SPAN) + k)).join('');

/** One in two has a twin; one in twenty tells a story that two sources carry; one in ten is of `BUSY_DAY`. */
function makeArticle(i: number, random: () => number): Article {
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = (list: readonly string[]): string => list[below(list.length)] ?? '';
  const busy = i % 20 < 2;
  const pair = i - (i % 2);
  const publishedAt = busy
    ? Date.parse(`${BUSY_DAY}T02:00:00Z`) / 1000 + (i % 40 === 0 ? below(3_600) : 0)
    : FIRST_DAY + Math.floor((pair * DAYS * DAY_SECONDS) / 100_000);
  const day = new Date(1000 * (publishedAt + 8 * 3600)).toISOString().slice(0, 10);
  const code = `${day.replaceAll('-', '')}${2_000_000_000 + pair}`;
  const isWire = i % 2 === 0;
  const isPaired = i % 4 < 2;
  const slug = isPaired ? `${isWire ? '' : 'NW'}${code}` : `a${i}`;
  const source = Math.floor(CATEGORIES * random() ** 3);
  const category = i % 10 < 4 ? 'ribao' : i % 10 < 6 ? 'wanbao' : `source${source}`;
  const title = `${pick(SUBJECTS)}${pick(VERBS)}${pick(OBJECTS)}第${i}期`;
  const isOfStory = i % 40 === 13 || i % 40 === 14;
  const text = isOfStory ? storyOf(i) : `${title}，${pick(SUBJECTS)}${pick(VERBS)}${pick(OBJECTS)}。`;
  return {
    path: `filled/_posts/${day}-${slug}-${i}.md`,
    url: `/${category}/${day.replaceAll('-', '/')}/${slug}.html`,
    slug,
    title,
    publishedAt,
    modifiedAt: publishedAt,
    categories: i % 30 === 0 ? [category, 'zaobao'] : [category],
    tags: i % 10 < 4 ? ['日报'] : [`栏目${source % 300}`],
    corrections: [],
    stocks: i % 8 === 0 ? [{ id: i % 80 === 0 ? 'SH600519' : `SZ00${1000 + source}`, name: `公司${source}` }] : [],
    html: `<p>${text}</p>` as SafeHtml,
    text,
    readingMinutes: 1,
    extract: text.slice(0, 50),
    sourceUrl: `https://host${source % 200}.example/${i}.html`,
    sourceName: `报${source % 200}`,
    redirectFrom: i % 20 === 0 ? [`/old/${i}`] : [],
    ...(i % 20 === 1 && { image: `/filled/${i}.png` }),
  };
}
