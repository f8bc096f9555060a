import type { TestContext } from 'node:test';
import { storyIdOf } from '../../../lib/archive/sql/story-id.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';

const WORDS = {
  bridge:
    '江海大桥主桥今日合龙。大桥全长八公里，主跨一千一百米，连接南北两岸，设计时速一百公里。建设指挥部介绍，项目自三年前开工以来，' +
    '先后攻克深水基础、大体积混凝土温控等难题。通车以后，两岸车程将由一小时缩短到十分钟。',
  prices:
    '国家统计局公布，上月居民消费价格同比上涨百分之二点一，环比下降百分之零点二。其中食品价格上涨百分之三，非食品价格上涨百分之一点八。' +
    '统计师解读说，节后需求回落，鲜菜和猪肉供应充足，价格总体平稳，预计下月涨幅将略有收窄。',
  match:
    '昨晚的联赛第十二轮，主队在先失一球的情况下连扳两球，以二比一逆转取胜。主教练赛后表示，球队在下半场变换阵形，加强了边路的进攻，' +
    '替补登场的两名年轻队员表现出色。积三分以后，球队的排名升到第四。',
} as const;

/** What a post of a story is made of. */
export interface StoryPost {
  /** Without the day. */
  slug: string;
  category: string;
  /** `2022-03-01 08:00` in the site's zone. */
  at: string;
  title?: string;
  text?: keyof typeof WORDS;
  /** In front of the text that all posts of the story have. */
  intro?: string;
  /** That its media line names. */
  medium?: string;
}

/** The path of a post. */
export const storyPostPath = ({ slug, at }: StoryPost): string => `_posts/${at.slice(0, 10)}-${slug}.md`;

/** The file of a post. */
export const storyPostText = ({
  category,
  at,
  title = '标题',
  text = 'bridge',
  intro = '',
  medium,
}: StoryPost): string => {
  const line = medium === undefined ? '' : `\n\n<p class="em_media">（文章来源：${medium}）</p>`;
  const fields = { title, categories: category, tags: `${category}名`, date: `${at}:00 +0800` };
  return postText(fields, `${intro}${WORDS[text]}${line}`);
};

/** Three of one story, and one of another. */
export const A: StoryPost = { slug: 'a', category: 'ribao', at: '2022-03-01 08:00' };
export const B: StoryPost = { slug: 'b', category: 'wanbao', at: '2022-03-01 10:00' };
export const C: StoryPost = { slug: 'c', category: 'shangbao', at: '2022-03-02 09:00' };
export const OTHER: StoryPost = { slug: 'x', category: 'ribao', at: '2022-03-01 09:00', text: 'prices' };

export const idOf = (post: StoryPost): string => storyIdOf(storyPostPath(post));
export const hrefOf = ({ slug, category, at }: StoryPost): string =>
  `/${category}/${at.slice(0, 10).replaceAll('-', '/')}/${slug}.html`;

/** An archive of posts, which may come and go. */
export async function publish(context: TestContext, posts: readonly StoryPost[]) {
  const folder = new PortalFolder(context);
  const write = (post: StoryPost): void => folder.write(storyPostPath(post), storyPostText(post));
  const remove = (post: StoryPost): void => folder.remove(storyPostPath(post));
  for (const post of posts) write(post);
  await folder.update();
  /** Slugs of the articles of the leading stories. */
  const lead = async (): Promise<string[][]> =>
    (await folder.archive.listLeadingStories(10, 10)).map(({ lead: first, others }) =>
      [first, ...others].map(({ url }) => /([^/]+)\.html$/.exec(url)?.[1] ?? url),
    );
  return { folder, write, remove, lead };
}
