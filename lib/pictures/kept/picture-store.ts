import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { type ContentFile, openContentFile } from '../../content-files/index.ts';
import { log } from '../../log.ts';
import { digestOfCard } from '../card.ts';
import type { PictureOrder } from '../order.ts';
import type { Job } from './job.ts';
import { KeptFiles } from './kept-files.ts';
import { PictureError, PictureMaker } from './picture-maker.ts';

/** Raised whenever the same picture is made otherwise. */
const FORM = 1;
/** Pictures that cannot be made are not tried again for so long, in milliseconds. */
const FAILURE_SPAN = 600_000;
const MOST_FAILURES = 1_000;

/** An open picture. Whoever has it closes `handle`. */
export type KeptPicture = ContentFile;

/** What is to be made, and the name under which it is kept. */
interface Wanted {
  name: string;
  toJob: (target: string) => Job;
}

export interface PictureStoreOptions {
  dataDir: string;
  /** Where the pictures lie that are scaled. */
  contentDir: string;
  maxBytes: number;
}

export class PictureStore {
  readonly #contentDir: string;
  readonly #fontsDir: string;
  readonly #files: KeptFiles;
  readonly #maker: PictureMaker;
  /** Pictures that are being made, by name: requests share them. */
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #failed = new LRUCache<string, true>({ max: MOST_FAILURES, ttl: FAILURE_SPAN });

  constructor({ dataDir, contentDir, maxBytes }: PictureStoreOptions) {
    this.#contentDir = contentDir;
    this.#fontsDir = join(dataDir, 'fonts');
    this.#files = new KeptFiles(join(dataDir, 'pictures'), maxBytes);
    this.#maker = new PictureMaker(this.#fontsDir);
  }

  /** @returns `undefined` where there is no such picture, it cannot be made, or too many are asked for */
  async open(order: PictureOrder): Promise<KeptPicture | undefined> {
    try {
      return await this.#open(order);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      // The disk is full, or the folder cannot be written.
      const message = `pictures cannot be kept: ${error.message}`;
      log({ level: 'error', event: 'pictures-not-kept', message, fields: { code: String(error.code) } });
      return undefined;
    }
  }

  async #open(order: PictureOrder): Promise<KeptPicture | undefined> {
    const wanted = await this.#find(order);
    if (!wanted) return undefined;
    const { name } = wanted;
    await this.#files.list();
    if (!this.#files.has(name) && !(await this.#make(wanted))) return undefined;
    this.#files.touch(name);
    const file = await openContentFile(this.#files.folder, name);
    // Somebody has emptied the folder: the next request makes it again.
    if (!file) this.#files.forget(name);
    return file && { ...file, etag: `"${name.slice(0, name.indexOf('.'))}"` };
  }

  close(): void {
    this.#maker.close();
  }

  async #find(order: PictureOrder): Promise<Wanted | undefined> {
    if (order.kind === 'card') {
      const { card } = order;
      const name = nameOf('png', 'card', digestOfCard(card));
      return { name, toJob: (target) => ({ kind: 'card', card, fontsDir: this.#fontsDir, target }) };
    }
    const { path, width } = order;
    const file = await openContentFile(this.#contentDir, path);
    if (!file) return undefined;
    await file.handle.close();
    const { etag } = file;
    const contentDir = this.#contentDir;
    return {
      // The file itself, not the index, says which bytes they are.
      name: nameOf('webp', path, etag, width),
      toJob: (target) => ({ kind: 'scaled', contentDir, path, etag, width, target }),
    };
  }

  /** @returns whether it lies there now */
  async #make(wanted: Wanted): Promise<boolean> {
    const { name } = wanted;
    if (this.#failed.has(name)) return false;
    let making = this.#underWay.get(name);
    if (!making) {
      making = this.#makeFile(wanted).finally(() => this.#underWay.delete(name));
      this.#underWay.set(name, making);
    }
    try {
      await making;
      return true;
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      if (!error.isBusy) this.#failed.set(name, true);
      return false;
    }
  }

  async #makeFile({ name, toJob }: Wanted): Promise<void> {
    const target = join(this.#files.folder, `.${name}`);
    const job = toJob(target);
    try {
      await this.#maker.make(job);
    } catch (error) {
      if (error instanceof PictureError && !error.isBusy) {
        const path = job.kind === 'scaled' ? job.path : job.card.headline;
        const message = `${path}: no picture could be made of it: ${error.message}`;
        log({ level: 'warn', event: 'picture-failed', message, fields: { path } });
      }
      throw error;
    }
    await rename(target, join(this.#files.folder, name));
    await this.#files.add(name);
  }
}

const nameOf = (ending: string, ...parts: readonly (string | number)[]): string =>
  `${createHash('sha256')
    .update(JSON.stringify([FORM, ...parts]))
    .digest('hex')
    .slice(0, 32)}.${ending}`;
