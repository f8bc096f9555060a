/**
 * A tag that Jekyll would fail at: unknown, malformed, or given values that it cannot take. It costs no post: the tag stays in the
 * text as it is written, and the editor is told.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  readonly found: string;
  readonly remedy: string;

  constructor(found: string, remedy: string) {
    super(`${found}; ${remedy}`);
    this.found = found;
    this.remedy = remedy;
  }
}

/** A text that is no template as a whole, so that none of its tags is rendered. */
export class NoTemplate extends Refusal {
  readonly line: number;

  constructor(found: string, remedy: string, line: number) {
    super(found, remedy);
    this.line = line;
  }
}
