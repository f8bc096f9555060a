import { globSync, readFileSync, statSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { contentType } from 'mime-types';
import { CONSTANT_HEADERS } from '../headers.ts';
import { Answer } from './answer.ts';

/** For names that contain a digest of the content. */
const FOR_A_YEAR = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';

/** Static files of the built application. Their names are listed once; each file is read when it is first asked for. */
export class StaticFiles {
  readonly #files = new Map<string, { file: string; cacheControl: string }>();
  readonly #answers = new Map<string, Answer>();

  /** @param root folder of the application, with `.next/static`, `public` and `public/client` */
  constructor(root: string) {
    this.#add(join(root, '.next', 'static'), '/_next/static/', FOR_A_YEAR);
    this.#add(join(root, 'public'), '/', FOR_AN_HOUR);
    this.#add(join(root, 'public', 'client'), '/client/', FOR_A_YEAR);
  }

  #add(folder: string, prefix: string, cacheControl: string): void {
    for (const name of globSync('**/*', { cwd: folder })) {
      const file = join(folder, name);
      if (statSync(file).isFile()) this.#files.set(prefix + name.split(sep).join('/'), { file, cacheControl });
    }
  }

  /** The file at a canonical path; `undefined` if there is none. */
  get(path: string): Answer | undefined {
    const known = this.#files.get(path);
    if (!known) return undefined;
    let answer = this.#answers.get(path);
    if (!answer) {
      const type = contentType(extname(known.file)) || 'application/octet-stream';
      const headers = { ...CONSTANT_HEADERS, 'content-type': type, 'cache-control': known.cacheControl };
      answer = new Answer(200, headers, readFileSync(known.file));
      this.#answers.set(path, answer);
    }
    return answer;
  }
}
