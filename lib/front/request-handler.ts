import type { IncomingMessage, ServerResponse } from 'node:http';
import { NOT_FOUND_PATH } from '../addresses.ts';
import { isTraditionalPath } from '../traditional/addresses.ts';
import { Answer } from './answer/answer.ts';
import { AnswerCache } from './answer/answer-cache.ts';
import { plainPage, plainText } from './answer/plain-page.ts';
import { StaticFiles } from './answer/static-files.ts';
import { CONSTANT_HEADERS, NONCE_HEADER } from './headers.ts';
import { leanHtml } from './lean-html.ts';
import { checkRequest, hasContent, isUnanswered } from './request-check.ts';
import { type Upstream, type UpstreamAnswer, UpstreamError } from './upstream/upstream.ts';

export interface RequestHandlerOptions {
  upstream: Upstream;
  /**
   * What answers depend on beside their address: the version of the archive, the day. Called before each answer; equal values
   * mean that every answer is the same. Nothing is kept if it is absent or rejects.
   */
  getState?: () => Promise<string>;
  /** Folder of the built application, whose static files the front sends itself. */
  root?: string;
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

/** Answers requests from static files, from the cache, or from the upstream. */
export class RequestHandler {
  readonly #upstream: Upstream;
  readonly #getState: RequestHandlerOptions['getState'];
  readonly #statics: StaticFiles | undefined;
  readonly #cache = new AnswerCache();
  #state: Promise<string | undefined> | undefined;

  constructor({ upstream, getState, root }: RequestHandlerOptions) {
    this.#upstream = upstream;
    this.#getState = getState;
    this.#statics = root === undefined ? undefined : new StaticFiles(root);
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

  async #answer(request: IncomingMessage): Promise<Answer> {
    const state = await this.#readState();
    const { method, url: raw = '' } = request;
    if (state !== undefined && (method === 'GET' || method === 'HEAD') && !hasContent(request)) {
      // A raw address that is a cache key is canonical and has passed the check.
      const kept = this.#cache.get(raw, state);
      if (kept) return kept;
    }
    const checked = checkRequest(request);
    if ('status' in checked) {
      // The request may have content, which nobody reads.
      return plainPage(checked.status, { ...checked.headers, connection: 'close' });
    }
    const { path, query } = checked;
    const file = this.#statics?.get(path);
    if (file) return file;
    if (path === '/healthz') return plainText(200, 'ok');
    if (path === '/readyz') return this.#upstream.isReady() ? this.#ask(path) : plainText(503, 'no worker');
    if (isUnanswered(path)) return plainPage(404);
    const url = query === '' ? path : `${path}?${query}`;
    if (state === undefined) return this.#ask(url);
    const isKept = ({ status }: Answer): boolean => status === 200 || status === 308;
    return this.#cache.get(url, state) ?? this.#cache.make(url, state, () => this.#ask(url, state), isKept);
  }

  /** The state at the end of this turn of the event loop. All requests of one turn share one call of `getState`. */
  #readState(): Promise<string | undefined> {
    const getState = this.#getState;
    if (!getState) return NO_STATE;
    this.#state ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#state = undefined;
        // If the state cannot be read, the upstream meets the same failure, and its answer reports it.
        resolve(getState().catch(() => undefined));
      });
    });
    return this.#state;
  }

  async #ask(url: string, state?: string): Promise<Answer> {
    try {
      return await this.#shape(url, await this.#upstream.get(url), state);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      console.error(`finews: ${error.message}`);
      return plainPage(error.status);
    }
  }

  /** Makes the reader's answer from the upstream's. */
  async #shape(url: string, answer: UpstreamAnswer, state: string | undefined): Promise<Answer> {
    const { status, body } = answer;
    if (status >= 500 && (isHtml(answer) || body.length === 0)) return plainPage(status);
    if (isHtml(answer) && status === 404 && !isTraditionalPath(url)) return this.#notFound(state);
    const isRedirect = status >= 300 && status < 400;
    const sent = isRedirect ? Buffer.alloc(0) : isHtml(answer) ? makeLean(answer) : body;
    return new Answer(status, { ...selectHeaders(answer), ...CONSTANT_HEADERS }, sent);
  }

  /**
   * The page for unknown addresses. Next answers `notFound()` with an empty shell that only its scripts would fill, so the page
   * is asked for by its own address. It is kept, unless Next fails to render it.
   */
  #notFound(state: string | undefined): Promise<Answer> | Answer {
    let isRendered = false;
    const make = async (): Promise<Answer> => {
      const page = await this.#upstream.get(NOT_FOUND_PATH);
      isRendered = page.status < 500;
      if (!isRendered) return plainPage(404);
      return new Answer(404, { ...selectHeaders(page), ...CONSTANT_HEADERS }, makeLean(page));
    };
    if (state === undefined) return make();
    return this.#cache.get(NOT_FOUND_PATH, state) ?? this.#cache.make(NOT_FOUND_PATH, state, make, () => isRendered);
  }
}

function isHtml({ headers }: UpstreamAnswer): boolean {
  return headers['content-type']?.startsWith('text/html') === true;
}

function selectHeaders(answer: UpstreamAnswer): Record<string, string> {
  const selected: Record<string, string> = {};
  for (const name of RETURNED) {
    const value = answer.headers[name];
    // Next's ETag of a page is computed from the bytes with its scripts.
    if (typeof value === 'string' && !(isHtml(answer) && name === 'etag')) selected[name] = value;
  }
  // Caches keep an error for one second, since the article may be published at any time.
  if (answer.status >= 400) selected['cache-control'] = 'public, max-age=0, s-maxage=1';
  return selected;
}

function makeLean({ headers, body }: UpstreamAnswer): Buffer {
  const nonce = headers[NONCE_HEADER];
  return typeof nonce === 'string' ? Buffer.from(leanHtml(body.toString('utf8'), nonce)) : body;
}
