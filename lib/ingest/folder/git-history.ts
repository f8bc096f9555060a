import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** A file that a commit has deleted. */
export interface Deletion {
  /** Relative to the folder, with `/` between folders. */
  path: string;
  /** Date of the commit, in seconds since 1970. */
  deletedAt: number;
  /** Object name of its last bytes. */
  blob: string;
}

/** What the history of a folder says. */
export interface History {
  /** Newest first, each path once. */
  deletions: Deletion[];
  /** Why git refuses to read the history of a folder that has one. */
  refusal?: string;
}

/** The newest deletions are remembered, so many of them at most. */
const MAX_DELETIONS = 10_000;
/** How long git may look for them, in milliseconds: a history of many commits to large folders takes minutes. */
const TIME_LIMIT = 20_000;
/** Bytes that `readBlobs` asks for at a time. */
const BATCH_BYTES = 16 * 1024 * 1024;

/** Settings of a checkout that would make git run other programs. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'log.showSignature=false', '-c', 'core.quotePath=false'];
/** In the order of the branch that is checked out: what was merged into it counts from its merge. */
const LOG = [
  ...['log', '--first-parent', '--diff-merges=first-parent', '--no-renames', '--no-ext-diff', '--no-textconv'],
  ...['--diff-filter=D', '--raw', '--no-abbrev', '--relative', '-z', '--format=format:%ct', '--', '.'],
];
/** What stands before each path: the date of the commit, before its first one, and the mode and name of the object. */
const ENTRY = /^(?:(\d+)\n)?:(\d+) \d+ ([\da-f]+) [\da-f]+ D$/;
/** Of a file that is no link. */
const FILE_MODE = /^100/;

/**
 * Files of a folder that git knows and that are gone, newest deletion first. Nothing where git or the history is missing. Of a
 * history that takes longer than `TIME_LIMIT`, the part that was read by then.
 */
export async function readHistory(folder: string): Promise<History> {
  const git = spawn('git', [...SAFE, ...LOG], { ...optionsOf(folder), stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => git.kill(), TIME_LIMIT);
  const failure = buffer(git.stderr).then((text) => text.toString());
  // Git may not be installed.
  const isStarted = new Promise<boolean>((resolve) =>
    git.once('spawn', () => resolve(true)).once('error', () => resolve(false)),
  );
  try {
    if (!(await isStarted)) return { deletions: [] };
    const deletions = await collect(git.stdout.setEncoding('utf8'));
    git.kill();
    const refusal = /^fatal: (?!not a git repository|your current branch|bad default revision)(.+)/.exec(
      await failure,
    )?.[1];
    return { deletions, ...(refusal !== undefined && { refusal }) };
  } finally {
    clearTimeout(timer);
  }
}

async function collect(output: AsyncIterable<string>): Promise<Deletion[]> {
  const deletions = new Map<string, Deletion>();
  let deletedAt = 0;
  let entry: RegExpExecArray | null = null;
  for await (const field of splitAtNull(output)) {
    if (entry) {
      const [, date = deletedAt, mode = '', blob = ''] = entry;
      deletedAt = Number(date);
      entry = null;
      if (FILE_MODE.test(mode) && !deletions.has(field)) deletions.set(field, { path: field, deletedAt, blob });
      if (deletions.size === MAX_DELETIONS) break;
    } else entry = ENTRY.exec(field);
  }
  return [...deletions.values()];
}

async function* splitAtNull(output: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of output) {
    const fields = (rest + chunk).split('\0');
    rest = fields.pop() ?? '';
    yield* fields;
  }
}

/**
 * The bytes of objects, in their order.
 * @param maxBytes of one object; a larger one is left out
 */
export async function* readBlobs(
  folder: string,
  blobs: readonly string[],
  maxBytes: number,
): AsyncGenerator<{ blob: string; bytes: Buffer }> {
  const heads = (await ask(folder, '--batch-check', blobs)).toString().split('\n');
  let batch: string[] = [];
  let size = 0;
  for (const head of heads) {
    const [, blob = '', length] = /^([\da-f]+) blob (\d+)$/.exec(head) ?? [];
    if (length === undefined || Number(length) > maxBytes) continue;
    if (size + Number(length) > BATCH_BYTES) {
      yield* readBatch(folder, batch);
      [batch, size] = [[], 0];
    }
    batch.push(blob);
    size += Number(length);
  }
  yield* readBatch(folder, batch);
}

async function* readBatch(folder: string, blobs: readonly string[]): AsyncGenerator<{ blob: string; bytes: Buffer }> {
  const output = await ask(folder, '--batch', blobs);
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf('\n', start);
    const [blob = '', , length] = output.toString('latin1', start, end).split(' ');
    const bytes = output.subarray(end + 1, end + 1 + Number(length));
    yield { blob, bytes };
    start = end + 2 + bytes.length;
  }
}

/** What `git cat-file` says of objects. There are none where git is not installed. */
async function ask(folder: string, mode: '--batch' | '--batch-check', blobs: readonly string[]): Promise<Buffer> {
  if (blobs.length === 0) return Buffer.alloc(0);
  const git = spawn('git', [...SAFE, 'cat-file', mode], { ...optionsOf(folder), stdio: ['pipe', 'pipe', 'ignore'] });
  Readable.from(blobs.map((blob) => `${blob}\n`)).pipe(git.stdin);
  return buffer(git.stdout);
}

/** The repository is that of the folder, whatever a hook of another one has set; it fetches nothing and asks nobody. */
function optionsOf(cwd: string): { cwd: string; env: NodeJS.ProcessEnv } {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return {
    cwd,
    env: {
      NODE_ENV: process.env.NODE_ENV,
      ...Object.fromEntries(own),
      LC_ALL: 'C',
      GIT_NO_LAZY_FETCH: '1',
      GIT_TERMINAL_PROMPT: '0',
    },
  };
}
