import type { IncomingMessage, ServerResponse } from 'node:http';
import { findOwnAddress, markdownHref } from '../addresses.ts';
import { withoutBase } from '../base-path.ts';
import { log } from '../log.ts';
import type { PictureStore } from '../pictures/kept/index.ts';
import { simplifiedPath } from '../traditional/addresses.ts';
import { prefersMarkdown } from './accept.ts';
import type { Sendable } from './answer/answer.ts';
import { plainPage, plainText, redirect } from './answer/plain-page.ts';
import { type FrontFiles, yieldsToContent } from './answer/read-answer.ts';
import { StaticFiles } from './answer/static-files.ts';
import { ExactAnswers } from './exact-answers.ts';
import { ClientShare, type TrustedProxies } from './pressure/client-share.ts';
import { checkRequest, hasContent, isUnanswered } from './request-check.ts';
import type { StateSource } from './shown-state.ts';
import type { Upstream } from './upstream/upstream.ts';

export interface RequestHandlerOptions {
  upstream: Upstream;
  /** What answers depend on beside their address. Nothing is kept while it cannot be read. */
  states: StateSource;
  /** Folder of the built application, whose static files the front sends itself. */
  root?: string;
  /** The content folder, whose files the front sends where the upstream names them. */
  contentDir?: string;
  /** Makes and keeps pictures that the upstream orders; readers get what stands for them where absent. */
  pictures?: PictureStore;
  /** Clients are not told apart where absent. */
  proxies?: TrustedProxies;
  /** The clock: milliseconds since 1970. */
  now?: () => number;
  /** Called after each answer. @param url as it was asked for */
  onAnswer?: (url: string, status: number, source: AnswerSource, seconds: number) => void;
}

/** Where an answer came from. */
type AnswerSource = 'kept' | 'made' | 'static' | 'refused';

/** What becomes known of a request while it is answered. */
interface Trace {
  source: AnswerSource;
}

const NO_PROXIES: TrustedProxies = { count: 0, header: '' };

/** Answers requests from static files, from the cache, or from the upstream. */
export class RequestHandler {
  readonly #upstream: Upstream;
  readonly #answers: ExactAnswers;
  readonly #share: ClientShare;
  readonly #files: FrontFiles;
  readonly #onAnswer: RequestHandlerOptions['onAnswer'];
  /** True once the server takes no more connections: those that it has end with their next answer. */
  isDraining = false;

  constructor(options: RequestHandlerOptions) {
    const { upstream, states, root, contentDir, pictures, proxies = NO_PROXIES, now = Date.now } = options;
    this.#onAnswer = options.onAnswer;
    this.#upstream = upstream;
    this.#share = new ClientShare(proxies);
    this.#files = { statics: root === undefined ? undefined : new StaticFiles(root), contentDir, pictures };
    this.#answers = new ExactAnswers(upstream, states, this.#files, now);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const trace: Trace = { source: 'refused' };
    try {
      const answer = await this.#answer(request, trace);
      if (this.isDraining) response.shouldKeepAlive = false;
      await answer.send(request, response);
      this.#onAnswer?.(request.url ?? '', response.statusCode, trace.source, (performance.now() - started) / 1000);
    } catch (error) {
      const { url } = request;
      log({ level: 'error', event: 'request-failed', message: 'a request failed:', fields: { url }, error });
      response.destroy();
    }
  }

  async #answer(request: IncomingMessage, trace: Trace): Promise<Sendable> {
    const isKnown = await this.#answers.follow();
    const { method, url: raw = '' } = request;
    const isMarkdown = prefersMarkdown(request.headers.accept);
    if (isKnown && !isMarkdown && (method === 'GET' || method === 'HEAD') && !hasContent(request)) {
      // What is a cache key is canonical and has passed the check.
      const own = withoutBase(raw);
      const kept = own === undefined ? undefined : this.#answers.get(own);
      if (kept) return from(trace, 'kept', kept);
    }
    const checked = checkRequest(request);
    if ('status' in checked) {
      if (checked.status === 307) return redirect(checked.headers?.location ?? '');
      // The request may have content, which nobody reads.
      return plainPage(checked.status, { ...checked.headers, connection: 'close' });
    }
    const { path, query } = checked;
    const file = yieldsToContent(this.#files, path) ? undefined : this.#files.statics?.get(path);
    if (file) return from(trace, 'static', file);
    if (path === '/healthz') return from(trace, 'static', plainText(200, 'ok'));
    if (path === '/readyz') {
      if (!this.#upstream.isReady()) return plainText(503, 'no worker');
      return from(trace, 'made', await this.#answers.askOnce(path));
    }
    if (isUnanswered(path)) return plainPage(404);
    // Articles have an address of their own as Markdown: an answer's key stays its address.
    const markdown =
      isMarkdown && !findOwnAddress(simplifiedPath(path))
        ? await this.#get(request, trace, markdownHref(path), isKnown)
        : undefined;
    if (markdown && markdown.status !== 404) return markdown;
    return this.#get(request, trace, query === '' ? path : `${path}?${query}`, isKnown);
  }

  /** The answer of a canonical address. @param isKnown whether answers may be kept */
  async #get(request: IncomingMessage, trace: Trace, url: string, isKnown: boolean): Promise<Sendable> {
    const kept = isKnown ? this.#answers.get(url) : undefined;
    if (kept) return from(trace, 'kept', kept);
    const make = () => (isKnown ? this.#answers.ask(url) : this.#answers.askOnce(url));
    const made = await this.#share.run(request, make);
    return made ? from(trace, 'made', made) : plainPage(429);
  }
}

/** Notes where an answer came from. */
function from(trace: Trace, source: AnswerSource, answer: Sendable): Sendable {
  trace.source = source;
  return answer;
}
