import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

/** A content folder of a test's own, gone when the test ends. */
export class ContentFolder {
  readonly contentDir: string;
  /** Beside it: a folder for an archive, made by who writes there. */
  readonly dataDir: string;
  readonly #root = mkdtempSync(join(tmpdir(), 'finews-test-'));

  /** @param contentDir a folder that is there already and stays; one of its own where absent */
  constructor(context: TestContext, files: Readonly<Record<string, string | Uint8Array>> = {}, contentDir?: string) {
    this.contentDir = contentDir ?? join(this.#root, 'content');
    this.dataDir = join(this.#root, 'data');
    mkdirSync(this.contentDir, { recursive: true });
    context.after(() => this.end());
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  /** Called when the test ends. */
  protected async end(): Promise<void> {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** @param modified the file's time; now, where absent */
  write(path: string, content: string | Uint8Array, modified?: Date): void {
    const file = join(this.contentDir, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (modified) utimesSync(file, modified, modified);
  }

  remove(path: string): void {
    rmSync(join(this.contentDir, path), { recursive: true });
  }

  removeIfThere(path: string): void {
    rmSync(join(this.contentDir, path), { recursive: true, force: true });
  }
}
