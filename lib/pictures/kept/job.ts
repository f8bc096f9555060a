import type { Card } from '../card.ts';

/** What the process that makes pictures is told. */
export type Job =
  | {
      kind: 'scaled';
      /** The content folder, and a file in it. */
      contentDir: string;
      path: string;
      /** Of the file: another one is not the picture that was asked for. */
      etag: string;
      /** In pixels. */
      width: number;
      target: string;
    }
  | {
      kind: 'card';
      card: Card;
      /** Folder for the fonts. */
      fontsDir: string;
      target: string;
    };

/** What it answers. */
export interface Outcome {
  /** Why there is no picture. */
  error?: string;
}

/** Settings of fontconfig, in the folder for the fonts. */
export const FONT_SETTINGS = 'fonts.conf';
