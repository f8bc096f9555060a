import { foldText } from './fold.ts';
import { makeSignature } from './minhash.ts';

/** What the search index takes of an article's title and text. */
export interface SearchText {
  foldedTitle: string;
  foldedText: string;
  /** `undefined` for a short text. */
  signature: Uint8Array | undefined;
}

export function toSearchText(title: string, text: string): SearchText {
  const foldedText = foldText(text);
  return { foldedTitle: foldText(title), foldedText, signature: makeSignature(foldedText) };
}
