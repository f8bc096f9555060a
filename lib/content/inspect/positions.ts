import { decodePost } from '../decode.ts';
import { lineOfField, type SplitPost, splitFrontMatter } from '../front-matter/split.ts';

/** A place in a file. Both count from 1; columns in UTF-16 units. */
export interface Position {
  line: number;
  column: number;
}

const BEGINNING: Position = { line: 1, column: 1 };

/** Finds where something stands in the file of a post, for messages about it. */
export class Positions {
  readonly #text: string;
  readonly #post: SplitPost;

  /** @throws {ContentError} for a file that is no post */
  constructor(bytes: Uint8Array) {
    this.#text = decodePost(bytes).replace(/\r\n?/g, '\n');
    this.#post = splitFrontMatter(this.#text);
  }

  /** The line of the first of these fields that the front matter has; the beginning of the file where it has none. */
  ofField(...fields: readonly string[]): Position {
    const field = fields.find((name) => this.#post.fields.has(name));
    return field === undefined ? BEGINNING : { line: lineOfField(this.#post, field), column: 1 };
  }

  /** Where the first of these texts that the file has begins; the beginning of the body where it has none. */
  ofText(...texts: readonly string[]): Position {
    for (const text of texts) {
      const offset = text === '' ? -1 : this.#text.indexOf(text);
      if (offset < 0) continue;
      const before = this.#text.slice(0, offset);
      return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
    }
    return { line: this.#post.bodyLine, column: 1 };
  }
}
