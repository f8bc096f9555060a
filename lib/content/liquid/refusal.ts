/**
 * A tag that Jekyll would fail at: unknown, malformed, or given values that it cannot take. It costs no post: the tag stays in the
 * text as it is written, and the editor is told.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(found: string, remedy: string) {
    super(`${found}; ${remedy}`);
  }
}
