/** A command cannot do its work because of what it was told or found. The message is one line for who called it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
