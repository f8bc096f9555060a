import { findOwnAddress } from '../../addresses.ts';
import type { Mark } from '../../archive/index.ts';
import type { PictureOrder } from '../../pictures/index.ts';
import type { PictureStore } from '../../pictures/kept/index.ts';
import {
  CONSTANT_HEADERS,
  FILE_HEADER,
  MARKS_HEADER,
  PAGE_CACHE_CONTROL,
  PICTURE_HEADER,
  STATE_HEADER,
} from '../headers.ts';
import { type PortalState, parseState } from '../state.ts';
import type { UpstreamAnswer } from '../upstream/upstream.ts';
import { Answer, type Sendable } from './answer.ts';
import { FileAnswer } from './file-answer.ts';
import { PictureAnswer } from './picture-answer.ts';
import { plainPage } from './plain-page.ts';
import type { StaticFiles } from './static-files.ts';

/** Headers of the upstream that reach the reader. */
const RETURNED = [
  'access-control-allow-origin',
  'content-location',
  'content-type',
  'cache-control',
  'etag',
  'last-modified',
  'link',
  'location',
  'speculation-rules',
  'vary',
  'x-robots-tag',
] as const;

/** An answer of the upstream, and what it was made from; that is absent in an error. */
export interface MadeAnswer {
  answer: Sendable;
  observed?: { state: PortalState; marks: readonly Mark[] };
}

/** Where the front finds what the upstream leaves to it. */
export interface FrontFiles {
  /** Static files of the application. */
  statics: StaticFiles | undefined;
  /** The content folder, whose files the front sends where the upstream names them. */
  contentDir: string | undefined;
  /** Makes pictures that the upstream orders. */
  pictures: PictureStore | undefined;
}

/** True for an address at which a file of the content folder goes before the application's. @param url canonical */
export const yieldsToContent = ({ contentDir }: FrontFiles, url: string): boolean =>
  contentDir !== undefined && findOwnAddress(url)?.yields === true;

/** Makes the reader's answer from the upstream's, and reads what the worker says of it. @param url canonical */
export function readAnswer(url: string, answer: UpstreamAnswer, files: FrontFiles): MadeAnswer {
  const state = answer.headers[STATE_HEADER];
  const marks = answer.headers[MARKS_HEADER];
  const shaped = shape(url, answer, files);
  if (typeof state !== 'string' || typeof marks !== 'string') return { answer: shaped };
  const observed = { state: parseState(state), marks: JSON.parse(decodeURIComponent(marks)) as Mark[] };
  return { answer: shaped, observed };
}

function shape(url: string, answer: UpstreamAnswer, files: FrontFiles): Sendable {
  const { statics, contentDir, pictures } = files;
  const order = answer.headers[PICTURE_HEADER];
  if (typeof order === 'string' && pictures) {
    const { location = '' } = answer.headers;
    return new PictureAnswer(pictures, JSON.parse(decodeURIComponent(order)) as PictureOrder, String(location));
  }
  const file = answer.headers[FILE_HEADER];
  if (typeof file === 'string') return contentDir === undefined ? plainPage(404) : new FileAnswer(contentDir, file);
  // An icon of the application, where the content folder has none at its address.
  const icon = answer.status === 404 && yieldsToContent(files, url) ? statics?.get(url) : undefined;
  return icon ?? shapeWhole(answer);
}

function shapeWhole(answer: UpstreamAnswer): Answer {
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
  // Browsers keep a 308 that says nothing of it for ever, also where its address has become that of a page again (RFC 9111, 4.2.2).
  if (status >= 300 && status < 400) selected['cache-control'] ??= PAGE_CACHE_CONTROL;
  // Caches keep an error for one second, since the article may be published at any time.
  if (status >= 400 && !isPrivate(selected)) selected['cache-control'] = 'public, max-age=0, s-maxage=1';
  return selected;
}
