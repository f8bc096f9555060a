import { withBase } from '../../base-path.ts';
import { CONSTANT_HEADERS } from '../headers.ts';
import { Answer } from './answer.ts';

/** Seconds. */
const RETRY_AFTER = '5';

const TEXTS: Record<number, [title: string, text: string]> = {
  400: ['地址有误', '这个地址写错了，无法打开。'],
  404: ['没有这个页面', '这里没有内容。'],
  405: ['不支持的请求', '这里只能阅读。'],
  414: ['地址太长', '这个地址太长，无法打开。'],
  500: ['暂时出错', '页面暂时无法显示，请稍后再试。'],
  429: ['请求太多', '来自您的网络的请求太多，请稍后再试。'],
  503: ['暂时繁忙', '网站正在启动，或访问的人太多，请稍后再试。'],
};

/**
 * A page that the front makes without the upstream: for refused requests and for failures.
 * @param headers further headers, names in lower case
 */
export function plainPage(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  const [title, text] = TEXTS[status] ?? ['暂时出错', '页面暂时无法显示，请稍后再试。'];
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>${title}</title></head><body><main><h1>${title}</h1><p>${text}</p><p><a href="${withBase('/')}">返回首页</a></p></main></body></html>\n`;
  const own = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    ...((status === 503 || status === 429) && { 'retry-after': RETRY_AFTER }),
  };
  return new Answer(status, { ...CONSTANT_HEADERS, ...headers, ...own }, Buffer.from(html));
}

/** Leads elsewhere, for now. */
export const redirect = (location: string): Answer =>
  new Answer(307, { ...CONSTANT_HEADERS, location, 'cache-control': 'no-store' }, Buffer.alloc(0));

/** A line of plain text that is not kept. */
export function plainText(status: number, text: string): Answer {
  return new Answer(
    status,
    { ...CONSTANT_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
    Buffer.from(`${text}\n`),
  );
}
