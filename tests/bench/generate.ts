import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomFrom } from '../support/random.ts';

const PLACES =
  '北京 上海 广州 深圳 泰州 靖江 江阴 苏州 无锡 南京 杭州 宁波 合肥 武汉 长沙 成都 重庆 西安 郑州 济南'.split(' ');
const PAPERS = '日报 晚报 商报 证券报 经济报 财经 发布 观察'.split(' ');
const SUBJECTS =
  '央行 证监会 国家统计局 财政部 商务部 工信部 上交所 深交所 园区 村集体 服务中心 消防大队 海川银行 临江港务 晴空光电 远山动力'.split(
    ' ',
  );
const VERBS =
  '发布 公布 推进 落实 启动 完成 通过 披露 回应 强化 优化 扩大 压缩 上调 下调 收购 减持 增持 签署 部署 调研 核查'.split(
    ' ',
  );
const OBJECTS =
  '存款准备金率 贷款市场报价利率 居民消费价格指数 采购经理指数 工业增加值 社会融资规模 外汇储备 进出口总额 专项债额度 新能源汽车产量 集成电路产能 营商环境方案 跨江融合规划 安置房项目 消防隐患整改 生活污水治理 长江隧道工程 乡村振兴项目 养老服务体系 半年度报告 股票回购计划'.split(
    ' ',
  );
const TAILS =
  '同比增长{n}% 环比下降{n}% 超出市场预期 低于此前预测 创近{k}年新高 涉及资金{n}亿元 惠及居民{k}万人 进入公示阶段 有序推进 取得阶段性进展 仍需持续观察'.split(
    ' ',
  );

/** A generated post. */
export interface GeneratedPost {
  path: string;
  /** Where its article is, as a link on a page has it. */
  href: string;
  text: string;
}

/** What posts differ in from those of another call. */
interface Series {
  /** Folder of the posts; one for each month where absent. */
  folder?: string;
  seed: number;
  /** Instants between which the posts lie evenly. */
  from: string;
  to: string;
}

const ARCHIVE: Series = { seed: 1, from: '2025-11-20T23:59:59Z', to: '2026-11-20T23:59:59Z' };
/** Where the posts of a batch are. */
export const BATCH_FOLDER = '_posts/batch';
/** Newer than everything in the archive. */
const BATCH: Series = { folder: BATCH_FOLDER, seed: 2, from: '2026-11-21T00:00:00Z', to: '2026-11-21T12:00:00Z' };
const CATEGORIES = 2_000;

/**
 * Posts of a series, oldest first: two thirds media posts, most others wire posts (every sixth with its media post), few
 * editors' Markdown; some 750 characters each. The same for the same arguments.
 */
function* generatePosts(count: number, series: Series): Generator<GeneratedPost> {
  const random = randomFrom(series.seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = (list: readonly string[]): string => list[below(list.length)] ?? '';
  const fill = (text: string): string =>
    text.replace('{n}', (below(9_000) / 10).toFixed(1)).replace('{k}', String(1 + below(20)));
  const clause = (): string => `${pick(SUBJECTS)}${pick(VERBS)}${pick(OBJECTS)}，${fill(pick(TAILS))}`;
  const sentence = (): string => `${clause()}${random() < 0.5 ? `；${clause()}` : ''}。`;
  const paragraph = (): string => Array.from({ length: 1 + below(4) }, sentence).join('');
  const body = (length: number): string =>
    Array.from({ length }, () => ` <p>${paragraph()}</p>`)
      .join('\n')
      .trimStart();
  const start = Date.parse(series.from);
  const span = Date.parse(series.to) - start;
  let twin: { title: string; html: string; code: string } | undefined;
  for (let i = 0; i < count; i++) {
    const at = new Date(start + Math.floor((span * (i + 1)) / (count + 1))).toISOString();
    const day = at.slice(0, 10);
    const code = twin?.code ?? `${day.replaceAll('-', '')}${2_000_000_000 + i}`;
    const kind = twin ? 0 : random();
    const title = twin?.title ?? `${pick(SUBJECTS)}${pick(VERBS)}${pick(OBJECTS)} ${fill(pick(TAILS))}`;
    const isMedia = kind < 0.66;
    const isWire = !isMedia && kind < 0.97;
    const number = Math.floor(CATEGORIES * random() ** 3);
    const source = `${PLACES[number % PLACES.length]}${PAPERS[Math.floor(number / PLACES.length) % PAPERS.length]}${Math.floor(number / 160) || ''}`;
    const [category, tag] = isMedia
      ? [`source${number}`, `${source}新闻`]
      : isWire
        ? ['emnews', '滚动新闻']
        : ['sitenews', '站长消息'];
    const html = twin?.html ?? (isMedia ? body(3 + below(18)) : isWire ? body(1 + below(5)) : '');
    twin = isWire && random() < 1 / 6 ? { title, html, code } : undefined;
    const text = isMedia
      ? `${html}<p class="em_media">（文章来源：${source}）</p>`
      : isWire
        ? `> ${paragraph()}\n\n${html}`
        : `## ${clause()}\n\n${paragraph()}\n\n- **${pick(OBJECTS)}**：${fill(pick(TAILS))}\n\n| 指标 | 数值 |\n| --- | ---: |\n| ${pick(OBJECTS)} | ${below(1_000)} |`;
    const name = isMedia ? `NW${code}` : code;
    yield {
      path: `${series.folder ?? `_posts/${day.slice(0, 7)}`}/${day}-${name}.md`,
      href: `/${category}/${day.replaceAll('-', '/')}/${name}.html`,
      text: `---\nlayout: post\ntitle: "${title}"\ndate: ${day} ${at.slice(11, 19)} +0800\ncategories: ${category}\ntags: ${tag}\n---\n${text}\n\n<https://source.example/${name}.html>\n\n[返回${tag}](//finews.example/category/${category}.html)｜[返回首页](//finews.example/)\n`,
    };
  }
}

/** Posts newer than those of every archive, as one pull may bring them: in a folder of their own, `_posts/batch`. */
export function generateBatch(count: number): GeneratedPost[] {
  return [...generatePosts(count, BATCH)];
}

/** Writes a synthetic archive, of the year before 2026-11-20, into a folder. */
export function writeArchive(contentDir: string, count: number): void {
  const folders = new Set<string>();
  for (const { path, text } of generatePosts(count, ARCHIVE)) {
    const file = join(contentDir, path);
    const folder = join(file, '..');
    if (!folders.has(folder)) mkdirSync(folder, { recursive: true });
    folders.add(folder);
    writeFileSync(file, text);
  }
}
