import { setTimeout as sleep } from 'node:timers/promises';
import { isTouched } from '../archive/index.ts';
import { log } from '../log.ts';
import { Answer, type Sendable } from './answer/answer.ts';
import { AnswerCache } from './answer/answer-cache.ts';
import { plainPage } from './answer/plain-page.ts';
import { type FrontFiles, type MadeAnswer, readAnswer } from './answer/read-answer.ts';
import { importanceOf } from './pressure/importance.ts';
import { ShownState, type StateSource, type Step } from './shown-state.ts';
import { formatState, isComparable, type PortalState } from './state.ts';
import { RefusedError, type Upstream, UpstreamError } from './upstream/upstream.ts';

/** For how long an answer is asked for until it is one of the state that is shown, in milliseconds; requests for one address share it. */
const PATIENCE = 10_000;
/** Before the next attempt, in milliseconds. */
const PAUSE = 20;
/** Answers that are made ahead at a time: readers' requests must find workers free. */
const PREPARED_AT_A_TIME = 2;

/** An answer that was made before its state is shown. */
interface Prepared extends Required<MadeAnswer> {
  url: string;
}

/**
 * Answers that are exact in the state that is shown. Those that readers ask for are kept. Before another state is shown, answers
 * that are asked for and will change are made anew.
 */
export class ExactAnswers {
  readonly #upstream: Upstream;
  readonly #files: FrontFiles;
  readonly #now: () => number;
  readonly #shown: ShownState;
  readonly #cache = new AnswerCache();
  #prepared: Prepared[] = [];

  /** @param now the clock: milliseconds since 1970 */
  constructor(upstream: Upstream, source: StateSource, files: FrontFiles, now: () => number) {
    this.#upstream = upstream;
    this.#files = files;
    this.#now = now;
    this.#shown = new ShownState(source, now, {
      onNext: (step) => void this.#prepare(step),
      onShow: (state, steps) => this.#show(state, steps),
    });
  }

  /** Brings the kept answers up to the state that is shown. @returns false where the state is unknown: nothing is kept */
  async follow(): Promise<boolean> {
    return (await this.#shown.follow()) !== undefined;
  }

  /** The kept answer of a canonical address. To be called behind `follow`. */
  get(url: string): Sendable | undefined {
    return this.#cache.get(url);
  }

  /** A new answer of a canonical address that has none kept. Concurrent requests for one address share it. */
  ask(url: string): Promise<Sendable> {
    return this.#cache.share(url, () => this.#askExact(url));
  }

  /** An answer that is not kept. */
  async askOnce(url: string): Promise<Sendable> {
    return (await this.#make(url)).answer;
  }

  async #askExact(url: string): Promise<Sendable> {
    const deadline = performance.now() + PATIENCE;
    do {
      const { answer, observed } = await this.#make(url);
      // It is an error, and says nothing of the archive; or it is for one reader alone.
      if (!observed) return answer;
      if (!(await this.#isExact(observed))) {
        // It may be of a state that nobody may see yet.
        await this.#shown.waitFor(observed.state);
        if (!(await this.#isExact(observed))) {
          // The front and the worker may have read from two servers, one of which is behind the other.
          await sleep(PAUSE);
          continue;
        }
      }
      if (isKept(answer)) this.#cache.set(url, answer, observed.marks);
      return answer;
    } while (performance.now() < deadline);
    const message = `${url} changes faster than it can be made`;
    log({ level: 'error', event: 'answer-changes-too-fast', message, fields: { url } });
    return plainPage(503);
  }

  /** Whether an answer is exact in the state that is shown. That stays so between the end of this call and the caller's next step. */
  async #isExact({ state, marks }: Required<MadeAnswer>['observed']): Promise<boolean> {
    for (;;) {
      const shown = await this.#shown.follow();
      if (!shown || !isComparable(shown, state)) return false;
      if (shown.number !== state.number) {
        const [older, newer] = shown.number < state.number ? [shown, state] : [state, shown];
        const changes = await this.#shown.listChanges(older, newer);
        if (!changes || marks.some((mark) => isTouched(mark, changes))) return false;
      }
      if (this.#shown.current === shown) return true;
    }
  }

  async #make(url: string): Promise<MadeAnswer> {
    try {
      const { current } = this.#shown;
      const importance = importanceOf(url.split('?', 1)[0] ?? url);
      const upstream = await this.#upstream.get(url, importance, current && formatState(current));
      return readAnswer(url, upstream, this.#files);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (!(error instanceof RefusedError)) {
        log({ level: 'error', event: 'no-answer', message: error.message, fields: { url, status: error.status } });
      }
      return { answer: plainPage(error.status) };
    }
  }

  /** Makes answers of a state before it is shown: of those that it changes, the ones last asked for, for as long as there is time. */
  async #prepare({ changes, shownFrom, state }: Step): Promise<void> {
    const urls = this.#cache.listAsked(changes).values();
    const isWaiting = (): boolean => {
      const { current } = this.#shown;
      return (
        this.#now() < shownFrom &&
        current !== undefined &&
        isComparable(current, state) &&
        current.number < state.number
      );
    };
    const work = async (): Promise<void> => {
      for (const url of urls) {
        if (!isWaiting()) return;
        const { answer, observed } = await this.#make(url);
        if (!observed || !isKept(answer) || !isComparable(observed.state, state)) continue;
        const old = this.#cache.peek(url);
        if (answer instanceof Answer && old instanceof Answer) await answer.encodeAs(old);
        this.#prepared.push({ url, answer, observed });
      }
    };
    await Promise.all(Array.from({ length: PREPARED_AT_A_TIME }, work));
  }

  #show(state: PortalState, steps: readonly Step[] | undefined): void {
    // Steps that were noticed at once share their changes.
    this.#cache.advance(steps && [...new Set(steps.map(({ changes }) => changes))]);
    const prepared = this.#prepared;
    this.#prepared = [];
    if (!steps) return;
    for (const made of prepared) {
      const { url, answer, observed } = made;
      const { number } = observed.state;
      // It was under way when the day ended, or the archive was made anew.
      if (!isComparable(observed.state, state)) continue;
      const later = new Set(steps.filter((step) => step.state.number > number).map(({ changes }) => changes));
      if (number > state.number) this.#prepared.push(made);
      else if (![...later].some((changes) => observed.marks.some((mark) => isTouched(mark, changes)))) {
        this.#cache.set(url, answer, observed.marks);
      }
    }
  }
}

/** Errors are not kept, nor that there is nothing at an address: there is no end of such addresses. */
const isKept = ({ status }: Sendable): boolean => status === 200 || status === 308 || status === 410;
