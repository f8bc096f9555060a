/** The part of `negotiator` 1.1 that the front uses. The package has no types of its own. */
declare module 'negotiator' {
  export default class Negotiator {
    constructor(request: { headers: Record<string, string | undefined> });
    /** The best of the available media types for the client; `undefined` where it takes none of them. */
    mediaType(available: readonly string[]): string | undefined;
    /** The best of the available encodings for the client; `preferred` decides between equal weights. */
    encoding(available: readonly string[], options: { preferred: readonly string[] }): string | undefined;
  }
}
