'use client'; // Next accepts nothing else here: the page that stands where rendering failed.

import { withBase } from '../lib/base-path.ts';

export default function GlobalError() {
  return (
    <html lang="zh-CN">
      <body>
        <title>暂时无法显示</title>
        <main>
          <h1>暂时无法显示</h1>
          <p>服务器出了问题，请稍后再试。</p>
          <p>
            <a href={withBase('/')}>返回首页</a>
          </p>
        </main>
      </body>
    </html>
  );
}
