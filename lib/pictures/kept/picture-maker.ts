import { type ChildProcess, fork } from 'node:child_process';
import { getPriority, setPriority } from 'node:os';
import { join } from 'node:path';
import { FONT_SETTINGS, type Job, type Outcome } from './job.ts';

const PROCESS = new URL('./maker.ts', import.meta.url);
/** How much nicer than the front the process is (POSIX nice): pages go first. */
const NICER = 10;
const LOWEST_PRIORITY = 19;
/** Jobs that wait. Beyond these, readers get the file itself. */
const MOST_WAITING = 200;
/** How long one picture may take, in milliseconds. */
const TIMEOUT = 30_000;
/** After so long without a job the process ends, and gives its memory back; in milliseconds. */
const IDLE = 60_000;
const OPTIONS = ['--max-old-space-size=128', '--max-semi-space-size=4', '--v8-pool-size=1'];

interface Waiting {
  job: Job;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** What is used of the process. */
export type Maker = Pick<ChildProcess, 'on' | 'send' | 'kill'>;

function startMaker(fontsDir: string): Maker {
  const child = fork(PROCESS, {
    // libvips prints warnings about broken pictures, which are known by their outcome.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: { ...process.env, FONTCONFIG_FILE: join(fontsDir, FONT_SETTINGS) },
    execArgv: [...process.execArgv, ...OPTIONS],
  });
  if (child.pid !== undefined) setPriority(child.pid, Math.min(LOWEST_PRIORITY, getPriority() + NICER));
  // It must not keep the portal from ending.
  child.unref();
  child.channel?.unref();
  return child;
}

/** A picture that cannot be made: the file is none, takes too long, or ends the process. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
  /** True where it may succeed later. */
  readonly isBusy: boolean;

  constructor(message: string, isBusy = false) {
    super(message);
    this.isBusy = isBusy;
  }
}

/**
 * Makes pictures one after the other, in a process of its own, which is there while there is something to do: the decoders are not
 * JavaScript, and their input is hostile.
 */
export class PictureMaker {
  readonly #startMaker: () => Maker;
  readonly #waiting: Waiting[] = [];
  #current: Waiting | undefined;
  #child: Maker | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  /** @param fontsDir that jobs name as well: the process has to know it from its start */
  constructor(fontsDir: string, start: (fontsDir: string) => Maker = startMaker) {
    this.#startMaker = () => start(fontsDir);
  }

  /** @throws {PictureError} */
  make(job: Job): Promise<void> {
    if (this.#isClosed || this.#waiting.length >= MOST_WAITING) throw new PictureError('too many pictures wait', true);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#waiting.push({ job, resolve, reject });
    this.#next();
    return promise;
  }

  close(): void {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new PictureError('the portal ends', true));
    clearTimeout(this.#timer);
    this.#child?.kill();
  }

  #next(): void {
    if (this.#current) return;
    clearTimeout(this.#timer);
    this.#current = this.#waiting.shift();
    if (!this.#current) {
      this.#timer = setTimeout(() => this.#retire(), IDLE).unref();
      return;
    }
    let child: Maker;
    try {
      child = this.#child ??= this.#start();
    } catch (error) {
      this.#settle({ error: String(error) });
      return;
    }
    this.#timer = setTimeout(() => this.#lose(child, `it takes longer than ${TIMEOUT / 1000} s`), TIMEOUT);
    child.send(this.#current.job, (error) => error && this.#lose(child, error.message));
  }

  #start(): Maker {
    const child = this.#startMaker();
    // What one that was given up still says is of a job that is settled.
    child.on('message', (outcome) => this.#child === child && this.#settle(outcome as Outcome));
    child.on('error', (error) => this.#lose(child, error.message));
    child.on('exit', (code, signal) => this.#lose(child, `the process ended (${signal ?? code})`));
    return child;
  }

  /** Gives up a process and its job; the next one has a process of its own. */
  #lose(child: Maker, error: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    child.kill('SIGKILL');
    this.#settle({ error });
  }

  #settle({ error }: Outcome): void {
    const done = this.#current;
    this.#current = undefined;
    if (error === undefined) done?.resolve();
    else done?.reject(new PictureError(error, this.#isClosed));
    if (!this.#isClosed) this.#next();
  }

  /** The next job has a process of its own, whenever this one ends. */
  #retire(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill();
  }
}
