/** Sites whose players stand in articles. Articles show a link to them: no page runs what another host sends. */
interface Player {
  name: string;
  /** What it plays; video, unless said otherwise. */
  isAudio?: true;
  /** Hosts and the hosts below them. */
  hosts: readonly string[];
  /** Address of the page that shows what a player's address plays; nothing where it does not tell. */
  pageOf?: (url: URL) => string | undefined;
}

/** What is between two parts of an address; `undefined` for anything that is no plain identifier. */
const idIn = (text: string | null | undefined, pattern: RegExp): string | undefined => pattern.exec(text ?? '')?.[1];

const PLAYERS: readonly Player[] = [
  {
    name: '哔哩哔哩',
    hosts: ['bilibili.com', 'b23.tv'],
    pageOf: ({ hostname, searchParams }) => {
      if (hostname === 'www.bilibili.com') return undefined;
      const id = idIn(searchParams.get('bvid'), /^(BV\w+)$/) ?? numbered('av', searchParams.get('aid'));
      return id && `https://www.bilibili.com/video/${id}/`;
    },
  },
  {
    name: '微信',
    hosts: ['mp.weixin.qq.com', 'channels.weixin.qq.com', 'findermp.video.qq.com'],
  },
  {
    name: '腾讯视频',
    hosts: ['v.qq.com', 'video.qq.com', 'imgcache.qq.com'],
    pageOf: ({ searchParams }) => {
      const id = idIn(searchParams.get('vid'), /^([a-z\d]+)$/i);
      return id && `https://v.qq.com/x/page/${id}.html`;
    },
  },
  {
    name: '优酷',
    hosts: ['youku.com'],
    pageOf: ({ pathname }) => {
      const id = idIn(pathname, /^\/(?:embed|player\.php\/sid)\/([\w=]+)/);
      return id && `https://v.youku.com/v_show/id_${id}.html`;
    },
  },
  {
    name: 'YouTube',
    hosts: ['youtube.com', 'youtube-nocookie.com', 'youtu.be'],
    pageOf: ({ pathname }) => {
      const id = idIn(pathname, /^\/(?:embed|v)\/(?!videoseries)([\w-]+)/);
      return id && `https://www.youtube.com/watch?v=${id}`;
    },
  },
  {
    name: 'Vimeo',
    hosts: ['vimeo.com'],
    pageOf: ({ pathname }) => {
      const id = idIn(pathname, /^\/video\/(\d+)/);
      return id && `https://vimeo.com/${id}`;
    },
  },
  { name: '爱奇艺', hosts: ['iqiyi.com', 'qiyi.com'] },
  { name: '西瓜视频', hosts: ['ixigua.com'] },
  { name: '抖音', hosts: ['douyin.com'] },
  { name: '今日头条', hosts: ['toutiao.com'] },
  { name: '央视网', hosts: ['cctv.com', 'cntv.cn'] },
  { name: '芒果TV', hosts: ['mgtv.com'] },
  { name: '搜狐视频', hosts: ['tv.sohu.com'] },
  { name: '好看视频', hosts: ['haokan.baidu.com'] },
  { name: '微博', hosts: ['weibo.com'] },
  { name: '新浪视频', hosts: ['video.sina.com.cn'] },
  { name: '梨视频', hosts: ['pearvideo.com'] },
  { name: 'AcFun', hosts: ['acfun.cn'] },
  { name: 'TED', hosts: ['ted.com'] },
  { name: 'Dailymotion', hosts: ['dailymotion.com'] },
  { name: 'Twitch', hosts: ['twitch.tv'] },
  { name: '网易云音乐', isAudio: true, hosts: ['music.163.com'] },
  { name: 'QQ音乐', isAudio: true, hosts: ['y.qq.com'] },
  { name: '喜马拉雅', isAudio: true, hosts: ['ximalaya.com'] },
  { name: '小宇宙', isAudio: true, hosts: ['xiaoyuzhoufm.com'] },
  { name: 'SoundCloud', isAudio: true, hosts: ['soundcloud.com'] },
  { name: 'Spotify', isAudio: true, hosts: ['open.spotify.com'] },
];

const numbered = (prefix: string, id: string | null): string | undefined =>
  id !== null && /^\d+$/.test(id) ? prefix + id : undefined;

/** A link to what a known player plays; `undefined` for any other address. */
export function findPlayer(url: URL): { href: string; label: string } | undefined {
  const player = PLAYERS.find(({ hosts }) => hosts.some((host) => isWithin(url.hostname, host)));
  if (!player) return undefined;
  const href = player.pageOf?.(url) ?? url.href;
  return { href, label: labelOf(player.isAudio ? 'audio' : 'video', new URL(href).hostname, player.name) };
}

const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** Text of a link to something that plays. */
export function labelOf(kind: 'audio' | 'video', host: string, name?: string): string {
  const what = kind === 'audio' ? '音频' : '视频';
  return name === undefined ? `${what}：${host}` : `${what}：${name}（${host}）`;
}
