/**
 * How long a worker takes for the answers to some addresses, each as if nobody had asked for it before. Printed as JSON: by address,
 * milliseconds of the first answer of a process that has just started, and of later ones.
 *
 *   DATA_DIR=… node tests/bench/answer-times.ts ADDRESS…
 */
import { loadAnswers, requestOf } from '../support/answers.ts';

const ROUNDS = 40;

/** What it took to make answers. */
export interface AnswerTimes {
  first: number;
  later: number[];
}

const addresses = process.argv.slice(2);
const { answer } = await loadAnswers();

async function timeOf(address: string): Promise<number> {
  const started = performance.now();
  const { status } = await answer(requestOf(address));
  if (status !== 200) throw new Error(`${address}: ${status}`);
  return performance.now() - started;
}

// The start of the process is not that of a page.
await answer(requestOf('/healthz'));
const times: Record<string, AnswerTimes> = {};
for (const address of addresses) times[address] = { first: await timeOf(address), later: [] };
// In turn, so that all of them meet the same machine.
for (let round = 0; round < ROUNDS; round++) {
  for (const address of addresses) times[address]?.later.push(await timeOf(address));
}
console.log(JSON.stringify(times));
process.exit();
