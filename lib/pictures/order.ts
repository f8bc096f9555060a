import type { Card } from './card.ts';

/** A picture that is to be made. */
export type PictureOrder =
  /** A picture of the content folder, in another size. */
  | {
      kind: 'scaled';
      /** Of the file, relative to the content folder. */
      path: string;
      /** In pixels. */
      width: number;
    }
  | { kind: 'card'; card: Card };
