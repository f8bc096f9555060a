import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { type Portal, startPortal } from '../support/portal.ts';

let portal: Portal;
before(async () => {
  portal = await startPortal('content', { SITE_URL: 'https://news.example' });
});
after(() => portal?.stop());

const ask = (path: string): Promise<Response> => fetch(`${portal.url}/api/qr?path=${encodeURIComponent(path)}`);

test('makes a code for articles alone', async () => {
  const answers = await Promise.all(['/nowhere', '//evil.example/', ''].map(ask));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [404, 404, 404],
  );
});
