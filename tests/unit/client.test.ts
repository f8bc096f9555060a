import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import test from 'node:test';
import { clientOf } from '../../lib/front/pressure/client-share.ts';

/** A request that the front's neighbour 10.0.0.1 hands on. */
const request = (header: string | undefined) =>
  ({
    headers: { ...(header !== undefined && { 'x-forwarded-for': header }) },
    socket: { remoteAddress: '10.0.0.1' },
  }) as unknown as IncomingMessage;

for (const [header, count, client] of [
  ['203.0.113.7', 1, '203.0.113.7'],
  ['198.51.100.1, 203.0.113.7', 1, '203.0.113.7'],
  ['198.51.100.1, 203.0.113.7', 2, '198.51.100.1'],
  ['1.1.1.1, 198.51.100.1, 203.0.113.7', 2, '198.51.100.1'],
  ['203.0.113.7', 2, '203.0.113.7'],
  ['203.0.113.7:4711', 1, '203.0.113.7'],
  ['::ffff:203.0.113.7', 1, '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', 1, '2001:db8:1:2'],
  ['2001:0DB8:1:2::9', 1, '2001:db8:1:2'],
  ['2001:db8::9', 1, '2001:db8:0:0'],
  ['[2001:db8:1:2::9]:4711', 1, '2001:db8:1:2'],
  ['nobody', 1, '10.0.0.1'],
  ['', 1, '10.0.0.1'],
  [undefined, 1, '10.0.0.1'],
] as const) {
  test(`takes ${client} for the client where ${count} trusted proxies say ${header}`, () => {
    assert.equal(clientOf(request(header), { count, header: 'x-forwarded-for' }), client);
  });
}
