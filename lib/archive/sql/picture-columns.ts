import type { Picture } from '../../pictures/index.ts';

/** What `files.is_scalable` says of a picture. */
const SCALABLE = 1;
const MOVING = 2;

/** Columns of a picture in the table `files`. */
export interface PictureColumns {
  width: number | null;
  height: number | null;
  is_scalable: number | null;
}

/** Values of `width`, `height` and `is_scalable`, in this order. */
export function pictureValues(picture: Picture | undefined): (number | null)[] {
  if (!picture) return [null, null, null];
  const { width, height, isScalable, isMoving } = picture;
  return [width, height, isScalable ? SCALABLE : isMoving ? MOVING : 0];
}

/** The picture that a row of `files` has; empty where its file is none. */
export function toPicture({ width, height, is_scalable }: PictureColumns): { picture?: Picture } {
  if (width === null || height === null) return {};
  const code = Number(is_scalable);
  const size = { width: Number(width), height: Number(height) };
  return { picture: { ...size, isScalable: code === SCALABLE, ...(code === MOVING && { isMoving: true }) } };
}
