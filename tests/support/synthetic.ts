import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = [
  ['jianghai', '江海日报'],
  ['beicheng', '北城晚报'],
  ['dongwan', '东湾财经'],
  ['yanhai', '沿海商报'],
  ['Techweb', '科技观察'],
] as const;
const CLAUSES = [
  '园区推进生活污水治理',
  '央行公布外汇储备',
  '港口集装箱吞吐量同比增长',
  '社区完成消防隐患整改',
  '企业披露半年度报告',
];

/**
 * Writes posts of the archive's shapes (wire posts, media posts of which every third has a wire post, editors' Markdown,
 * one bad file in fifty) into `_posts`, the same bytes for the same arguments.
 * @param from number of the first post
 */
export function writeSyntheticPosts(contentDir: string, count: number, from = 0): void {
  mkdirSync(join(contentDir, '_posts'), { recursive: true });
  for (let i = from; i < from + count; i++) {
    const day = new Date(Date.UTC(2022, 0, 1 + Math.floor(i / 40))).toISOString().slice(0, 10);
    const code = `${day.replaceAll('-', '')}${String(2_000_000_000 + i)}`;
    const [slug, name] = SOURCES[i % SOURCES.length] ?? SOURCES[0];
    const title = `${CLAUSES[i % CLAUSES.length]}之${i}`;
    const time = `${day} ${String(i % 24).padStart(2, '0')}:00:00 +0800`;
    const write = (file: string, category: string, tag: string, body: string): void =>
      writeFileSync(
        join(contentDir, '_posts', `${day}-${file}.md`),
        `---\ntitle: "${title}"\ndate: ${time}\ncategories: ${category}\ntags: ${tag}\n---\n${body}\n`,
      );
    const html = Array.from(
      { length: 3 + (i % 9) },
      (_, k) => `<p>${CLAUSES[(i + k) % CLAUSES.length]}，第${k}段。</p>`,
    ).join('\n ');
    if (i % 50 === 49) write(code, 'emnews\nbroken: "', '快讯', html);
    else if (i % 10 === 7)
      write(code, 'sitenews', '站长消息', `## ${title}\n\n| 指标 | 数值 |\n| --- | ---: |\n| 甲 | ${i} |`);
    else write(`NW${code}`, slug, `${name}新闻`, `${html}<p class="em_media">（文章来源：${name}）</p>`);
    if (i % 3 === 0) write(code, 'emnews', '滚动快讯', `> ${title}\n\n${html}`);
  }
}
