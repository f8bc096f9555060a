/** `deploy/finews.service` with the paths of this checkout. Needs systemd-analyze, but no systemd that runs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import test, { after } from 'node:test';

const withoutSystemd =
  spawnSync('systemd-analyze', ['--version']).status === 0 ? false : 'systemd-analyze is not installed';
const folder = mkdtempSync(join(tmpdir(), 'finews-systemd-'));
after(() => rmSync(folder, { recursive: true }));

const unit = readFileSync('deploy/finews.service', 'utf8');
const file = join(folder, 'finews.service');
writeFileSync(
  file,
  unit.replaceAll('/opt/finews', resolve('.')).replaceAll('bin/finews.mjs', resolve('bin/finews.mjs')),
);

/** The values of a key. */
const valuesOf = (key: string): string[] =>
  Array.from(unit.matchAll(new RegExp(`^${key}=(.*)$`, 'gm')), ([, value = '']) => value);

test('the unit is one that systemd takes, without a warning', { skip: withoutSystemd }, () => {
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  // Other units of the machine are none of ours.
  const own = stderr.split('\n').filter((line) => line.includes('finews'));
  assert.deepEqual([status, own], [0, []]);
});

test('the unit is exposed less than 2 of 10 by systemd’s own measure', { skip: withoutSystemd }, () => {
  const { status, stdout } = spawnSync(
    'systemd-analyze',
    ['security', '--offline=true', '--threshold=20', '--no-pager', file],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, stdout);
});

test('the unit reloads by SIGHUP, and signals the front alone', () => {
  assert.deepEqual([valuesOf('ExecReload'), valuesOf('KillMode')], [['/bin/kill -HUP $MAINPID'], ['mixed']]);
});

test('the unit starts a script that is there, by the Node of the dependencies', () => {
  const [command = ''] = valuesOf('ExecStart');
  const [node = '', script = '', ...rest] = command.replace('/opt/finews', resolve('.')).split(' ');
  const { stdout } = spawnSync(node, [script, ...rest, '--help'], { encoding: 'utf8' });
  assert.match(stdout, /Usage: finews serve/);
});
