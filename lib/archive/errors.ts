/** The archive cannot be read or written. The message is for operators; readers get an error page without it. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}
