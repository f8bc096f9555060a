/** Programs of a cluster, which are started again whenever they end. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Program } from '../../../deploy/cluster/program.ts';
import { freePort } from '../../support/servers/free-port.ts';
import { until, within } from '../../support/wait.ts';

/** Starts a script of a shell. @returns the program, and the file of its log */
function start(context: TestContext, script: string, isDetached = false): { program: Program; log: string } {
  const folder = mkdtempSync(join(tmpdir(), 'finews-program-'));
  const log = join(folder, 'example.log');
  const program = new Program({ command: 'sh', args: ['-c', script], environment: process.env, log, isDetached });
  context.after(async () => {
    await within('the end of the program', program.stop());
    rmSync(folder, { recursive: true });
  });
  return { program, log };
}

test('has the last lines in its log that come after its end', async (context) => {
  const { program, log } = start(
    context,
    "trap '(sleep 0.3; echo last words) & exit' TERM; echo begun; while true; do sleep 0.1; done",
  );
  await until('the first words', () => program.output.includes('begun'));
  await within('the end of the program', program.stop());
  assert.equal(readFileSync(log, 'utf8'), 'begun\nlast words\n');
});

test('ends what a program leaves that is killed: the next one may have its port', async (context) => {
  const listen = `require('node:net').createServer().listen(${await freePort()}, '127.0.0.1', () => console.log('listening'))`;
  const { program } = start(context, `"${process.execPath}" -e "${listen}" & wait`, true);
  await until('the first one to listen', () => program.output.includes('listening'));
  const { pid } = program;
  program.kill();
  await until('the next one to listen', () => program.pid !== pid && program.output.includes('listening'));
});
