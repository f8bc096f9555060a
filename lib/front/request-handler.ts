import type { IncomingMessage, ServerResponse } from 'node:http';
import { findOwnAddress } from '../addresses.ts';
import { type ArchiveChanges, isTouched, type Mark } from '../archive/index.ts';
import { Answer, type Sendable } from './answer/answer.ts';
import { AnswerCache } from './answer/answer-cache.ts';
import { FileAnswer } from './answer/file-answer.ts';
import { plainPage, plainText } from './answer/plain-page.ts';
import { StaticFiles } from './answer/static-files.ts';
import { CONSTANT_HEADERS, FILE_HEADER, MARKS_HEADER, STATE_HEADER } from './headers.ts';
import { checkRequest, hasContent, isUnanswered } from './request-check.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from './upstream/upstream.ts';

export interface RequestHandlerOptions {
  upstream: Upstream;
  /**
   * What answers depend on beside their address: the version of the archive, the day. Called before each answer; equal values
   * mean that every answer is the same. Nothing is kept if it is absent or rejects.
   */
  getState?: () => Promise<string>;
  /** What has changed since a state; `undefined` if everything may have. Everything, if it is absent. */
  getChanges?: (after: string) => Promise<ArchiveChanges | undefined>;
  /** Folder of the built application, whose static files the front sends itself. */
  root?: string;
  /** The content folder, whose files the front sends where the upstream names them. */
  contentDir?: string;
}

/** Headers of the upstream that reach the reader. */
const RETURNED = [
  'access-control-allow-origin',
  'content-type',
  'cache-control',
  'etag',
  'last-modified',
  'location',
  'speculation-rules',
  'x-robots-tag',
] as const;

const NO_STATE = Promise.resolve(undefined);
/** How often an answer is asked for until no change has come in between. */
const MOST_ATTEMPTS = 5;

/** Answers requests from static files, from the cache, or from the upstream. */
export class RequestHandler {
  readonly #upstream: Upstream;
  readonly #getState: RequestHandlerOptions['getState'];
  readonly #getChanges: NonNullable<RequestHandlerOptions['getChanges']>;
  readonly #statics: StaticFiles | undefined;
  readonly #contentDir: string | undefined;
  readonly #cache = new AnswerCache();
  #state: Promise<string | undefined> | undefined;

  constructor({ upstream, getState, getChanges = async () => undefined, root, contentDir }: RequestHandlerOptions) {
    this.#upstream = upstream;
    this.#getState = getState;
    this.#getChanges = getChanges;
    this.#statics = root === undefined ? undefined : new StaticFiles(root);
    this.#contentDir = contentDir;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.#answer(request);
      await answer.send(request, response);
    } catch (error) {
      console.error('finews: a request failed:', error);
      response.destroy();
    }
  }

  async #answer(request: IncomingMessage): Promise<Sendable> {
    const state = await this.#readState();
    const { method, url: raw = '' } = request;
    if (state !== undefined && (method === 'GET' || method === 'HEAD') && !hasContent(request)) {
      // A raw address that is a cache key is canonical and has passed the check.
      const kept = this.#cache.get(raw);
      if (kept) return kept;
    }
    const checked = checkRequest(request);
    if ('status' in checked) {
      // The request may have content, which nobody reads.
      return plainPage(checked.status, { ...checked.headers, connection: 'close' });
    }
    const { path, query } = checked;
    const file = this.#yields(path) ? undefined : this.#statics?.get(path);
    if (file) return file;
    if (path === '/healthz') return plainText(200, 'ok');
    if (path === '/readyz')
      return this.#upstream.isReady() ? (await this.#ask(path)).answer : plainText(503, 'no worker');
    if (isUnanswered(path)) return plainPage(404);
    const url = query === '' ? path : `${path}?${query}`;
    if (state === undefined) return (await this.#ask(url)).answer;
    return this.#cache.get(url) ?? this.#cache.share(url, () => this.#askCurrent(url));
  }

  /** True for a file of the application before which one of the content folder goes. */
  #yields(path: string): boolean {
    return this.#contentDir !== undefined && findOwnAddress(path)?.yields === true;
  }

  /** The state at the end of this turn of the event loop. All requests of one turn share one call of `getState`. */
  #readState(): Promise<string | undefined> {
    const getState = this.#getState;
    if (!getState) return NO_STATE;
    this.#state ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#state = undefined;
        // If the state cannot be read, the upstream meets the same failure, and its answer reports it.
        resolve(this.#follow(getState).catch(() => undefined));
      });
    });
    return this.#state;
  }

  /** Reads the state, and brings the cache up to it. */
  async #follow(getState: () => Promise<string>): Promise<string> {
    const state = await getState();
    const known = this.#cache.state;
    if (state === known) return state;
    const changes = known === undefined ? undefined : await this.#getChanges(known);
    // Another call may have gone further meanwhile; it must not be taken back.
    if (this.#cache.state === known) this.#cache.advance(state, changes);
    return this.#cache.state ?? state;
  }

  /** An answer that is exact in the present state, which is kept if it may be. */
  async #askCurrent(url: string): Promise<Sendable> {
    for (let attempt = 1; ; attempt++) {
      const { answer, read } = await this.#ask(url);
      // It is an error, and says nothing of the archive; or it is for one reader alone.
      if (!read) return answer;
      if (await this.#isCurrent(read)) {
        if (answer.status === 200 || answer.status === 308) this.#cache.set(url, answer, read.marks);
        return answer;
      }
      // The archive changes faster than this page can be made.
      if (attempt === MOST_ATTEMPTS) return answer;
    }
  }

  /** Whether an answer is still exact. The state does not change between its end and the caller's next step. */
  async #isCurrent({ state, marks }: ReadFacts): Promise<boolean> {
    for (let known = state; ; ) {
      const current = await this.#readState();
      if (current === known) return true;
      if (current === undefined) return false;
      const changes = await this.#getChanges(known);
      if (!changes || marks.some((mark) => isTouched(mark, changes))) return false;
      known = current;
    }
  }

  async #ask(url: string): Promise<{ answer: Sendable; read?: ReadFacts }> {
    try {
      const answer = await this.#upstream.get(url);
      const read = readFactsOf(answer);
      return { answer: this.#shape(url, answer), ...(read && { read }) };
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      console.error(`finews: ${error.message}`);
      return { answer: plainPage(error.status) };
    }
  }

  /** Makes the reader's answer from the upstream's. */
  #shape(url: string, answer: UpstreamAnswer): Sendable {
    const file = answer.headers[FILE_HEADER];
    if (typeof file === 'string') {
      return this.#contentDir === undefined ? plainPage(404) : new FileAnswer(this.#contentDir, file);
    }
    // An icon of the application, where the content folder has none at its address.
    const icon = answer.status === 404 && this.#yields(url) ? this.#statics?.get(url) : undefined;
    return icon ?? shape(answer);
  }
}

/** What a worker says of its answer. */
interface ReadFacts {
  state: string;
  marks: Mark[];
}

function readFactsOf({ headers }: UpstreamAnswer): ReadFacts | undefined {
  const state = headers[STATE_HEADER];
  const marks = headers[MARKS_HEADER];
  if (typeof state !== 'string' || typeof marks !== 'string') return undefined;
  return { state, marks: JSON.parse(decodeURIComponent(marks)) as Mark[] };
}

/** An answer of the upstream's, as readers get it. */
function shape(answer: UpstreamAnswer): Answer {
  const { status, headers, body } = answer;
  const isHtml = headers['content-type']?.startsWith('text/html') === true;
  // Errors show readers no details.
  if (status >= 500 && (isHtml || body.length === 0)) return plainPage(status);
  const isRedirect = status >= 300 && status < 400;
  return new Answer(status, { ...selectHeaders(answer), ...CONSTANT_HEADERS }, isRedirect ? Buffer.alloc(0) : body);
}

/** Whether an answer is for one reader alone. */
const isPrivate = (headers: Readonly<Record<string, string>>): boolean =>
  headers['cache-control']?.includes('no-store') === true;

function selectHeaders({ status, headers }: UpstreamAnswer): Record<string, string> {
  const selected: Record<string, string> = {};
  for (const name of RETURNED) {
    const value = headers[name];
    if (typeof value === 'string') selected[name] = value;
  }
  // Caches keep an error for one second, since the article may be published at any time.
  if (status >= 400 && !isPrivate(selected)) selected['cache-control'] = 'public, max-age=0, s-maxage=1';
  return selected;
}
