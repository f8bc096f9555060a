import { globSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { Answer } from './answer.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
};
/** Names with a digest of the content never change their meaning. */
const FOR_EVER = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/** The files of the application that are sent as they are: known by name from the start, read when first asked for. */
export class StaticFiles {
  readonly #files = new Map<string, { file: string; cacheControl: string }>();
  readonly #answers = new Map<string, Answer>();
  readonly #headers: Readonly<Record<string, string>>;

  /**
   * @param root folder of the application, with `.next/static`, `public` and, in it, `client`
   * @param headers that every answer carries
   */
  constructor(root: string, headers: Readonly<Record<string, string>>) {
    this.#headers = headers;
    this.#add(join(root, '.next', 'static'), '/_next/static/', FOR_EVER);
    this.#add(join(root, 'public'), '/', FOR_AN_HOUR);
    this.#add(join(root, 'public', 'client'), '/client/', FOR_EVER);
  }

  #add(folder: string, prefix: string, cacheControl: string): void {
    for (const name of globSync('**/*', { cwd: folder })) {
      const file = join(folder, name);
      if (statSync(file).isFile()) this.#files.set(prefix + name.split(sep).join('/'), { file, cacheControl });
    }
  }

  get(path: string): Answer | undefined {
    const known = this.#files.get(path);
    if (!known) return undefined;
    let answer = this.#answers.get(path);
    if (!answer) {
      const type = TYPES[extname(known.file)] ?? 'application/octet-stream';
      const headers = { ...this.#headers, 'content-type': type, 'cache-control': known.cacheControl };
      answer = new Answer(200, headers, readFileSync(known.file));
      this.#answers.set(path, answer);
    }
    return answer;
  }
}
