/**
 * Answers without Next's server, for the front's workers: the same components and route handlers in one pass of React's HTML.
 * Next renders a page twice, once for its client router, and these pages have no client components. A test compares both.
 * `bin/answers.ts` bundles this module.
 */
import { renderToStaticMarkup } from 'react-dom/server';
import { Document } from '../../components/page/document.tsx';
import { PageView } from '../../components/page/page-view.tsx';
import { type ArchiveState, getArchive, type Mark, observeArchive } from '../../lib/archive/index.ts';
import { withBase } from '../../lib/base-path.ts';
import { FILE_HEADER, PAGE_HEADERS, PRIVATE_HEADERS } from '../../lib/front/headers.ts';
import { formatState, toPortalState } from '../../lib/front/state.ts';
import type { Preview } from '../../lib/ingest/preview/read-preview.ts';
import { type FilePage, makePreview, type Page, readPage, readYieldedFile } from '../../lib/pages/index.ts';
import { isTraditionalPath, makeTraditional } from '../../lib/traditional/index.ts';
import { GET as getReadiness } from '../readyz/route.ts';
import { findDocument } from './documents.ts';
import { answerKeyFile } from './key-file.ts';
import { answerMarkdown } from './markdown-answer.ts';

export interface AnswerRequest {
  /** Canonical. */
  path: string;
  /** Canonical, with its question mark, or empty. */
  query: string;
  /** Seconds since 1970. */
  now: number;
  /** A state that readers have seen: the answer is not of an older one. */
  least?: ArchiveState;
  /** What a signed address shows. */
  preview?: Preview;
}

/** A whole answer. */
export interface WholeAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** What it was made from: the state, as `formatState` writes it, and the marks. Absent where it was not made from the archive. */
  observed?: { state: string; marks: Mark[] };
}

/** Opens what the first answers would wait for. @throws where there is no archive to answer from */
export const prepare = (): Promise<void> => getArchive().openSearch();

/** Answers a request from one state of the archive. */
export async function answer(request: AnswerRequest): Promise<WholeAnswer> {
  // Says whether there is a state to answer from.
  if (request.path === '/readyz') return readWhole(await getReadiness());
  // It shows a file, which may change without the archive: nobody may keep it.
  if (request.preview) return answerForm(request);
  const { result, state, marks } = await observeArchive(async () => {
    const { timezone } = await getArchive().getSite();
    return { whole: await answerForm(request), timezone };
  }, request.least);
  const { whole, timezone } = result;
  return { ...whole, observed: { state: formatState(toPortalState(state, timezone, request.now)), marks: [...marks] } };
}

async function readWhole(response: Response): Promise<WholeAnswer> {
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}

const answerForm = (request: AnswerRequest): Promise<WholeAnswer> =>
  isTraditionalPath(request.path) ? answerTraditional(request) : answerSimplified(request);

const answerSimplified = (request: AnswerRequest): Promise<WholeAnswer> =>
  request.preview ? answerPreview(request, request.preview) : answerPlain(request);

async function answerTraditional(request: AnswerRequest): Promise<WholeAnswer> {
  const ask = async (path: string): Promise<Response> => {
    const { status, headers, body } = await answerSimplified({ ...request, path });
    return new Response(body, { status, headers });
  };
  return readWhole(await makeTraditional(request.path, request.query, ask, (await getArchive().getSite()).url));
}

/** Pages do without the web's `Response`, which encodes and decodes the text. */
async function answerPlain({ path, query, now }: AnswerRequest): Promise<WholeAnswer> {
  const yielded = await readYieldedFile(getArchive(), path);
  if (yielded) return nameFile(yielded);
  const keyFile = await answerKeyFile(path);
  if (keyFile) return readWhole(keyFile);
  const handle = findDocument(path);
  // Handlers read nothing of the origin.
  if (handle) return readWhole(await handle(new Request(`http://front.invalid${path}${query}`), now));
  const markdown = await answerMarkdown(new Request(`http://front.invalid${path}`), path);
  if (markdown) return readWhole(markdown);
  const page = await readPage(getArchive(), { path, query, now });
  if (page.kind === 'redirect') return { status: 308, headers: { location: page.location }, body: '' };
  if (page.kind === 'file') return nameFile(page);
  return sendPage(page, headersOf(page));
}

/** An article has another form for who asks for Markdown. */
const headersOf = ({ content }: Page): Readonly<Record<string, string>> =>
  content.kind === 'article' ? { ...PAGE_HEADERS, Vary: 'Accept' } : PAGE_HEADERS;

/** The article as it will look; or, for its editor, what keeps it from being published. */
async function answerPreview(request: AnswerRequest, preview: Preview): Promise<WholeAnswer> {
  if ('article' in preview) {
    return sendPage(await makePreview(getArchive(), preview.article, preview.expiresAt, request), PRIVATE_HEADERS);
  }
  const { path, line, column = 1, message } = preview.problem;
  return {
    status: 422,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', ...PRIVATE_HEADERS },
    body: `${path}:${line}:${column}: ${message}\n`,
  };
}

function sendPage({ frame, content }: Page, headers: Readonly<Record<string, string>>): WholeAnswer {
  const isNotFound = content.kind === 'not-found';
  const status = isNotFound ? 404 : content.kind === 'withdrawn' ? 410 : 200;
  const html = renderToStaticMarkup(
    <Document frame={frame} head={<NextHead isNotFound={isNotFound} />}>
      <PageView frame={frame} content={content} />
    </Document>,
  );
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
    body: `<!DOCTYPE html>${html}`,
  };
}

/** Tells the front which file is at the address; it sends the file itself. */
const nameFile = ({ file }: FilePage): WholeAnswer => ({
  status: 200,
  headers: { [FILE_HEADER]: `${encodeURIComponent(file.path)} ${file.version}` },
  body: '',
});

/** What Next puts into every head. The build replaces the variable by the addresses of the stylesheets. */
function NextHead({ isNotFound }: { isNotFound: boolean }) {
  const stylesheets = JSON.parse(process.env.FINEWS_STYLESHEETS ?? '[]') as string[];
  return (
    <>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      {stylesheets.map((href) => (
        <link key={href} rel="stylesheet" href={withBase(href)} precedence="next" />
      ))}
      {isNotFound && <meta name="robots" content="noindex" />}
    </>
  );
}
