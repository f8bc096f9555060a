import { makeSignature } from '../related/minhash.ts';
import { foldText } from './fold.ts';

/** What the index takes of an article's title and text. Costs most of the work of indexing an article that is not writing. */
export interface SearchText {
  foldedTitle: string;
  foldedText: string;
  /** MinHash of the text; `undefined` for a short one. */
  signature: Uint8Array | undefined;
}

/** Folds title and text and signs the text: pure, so that other cores can do it. */
export function toSearchText(title: string, text: string): SearchText {
  const foldedText = foldText(text);
  return { foldedTitle: foldText(title), foldedText, signature: makeSignature(foldedText) };
}
