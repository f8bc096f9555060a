import Negotiator from 'negotiator';

const MARKDOWN = 'text/markdown';

/** Whether a client would rather have Markdown than HTML (RFC 9110, 12.5.1). @param accept the header, where there is one */
export const prefersMarkdown = (accept: string | null | undefined): boolean =>
  accept?.includes(MARKDOWN) === true &&
  new Negotiator({ headers: { accept } }).mediaType(['text/html', MARKDOWN]) === MARKDOWN;
