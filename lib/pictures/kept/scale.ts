import sharp from 'sharp';
import { openContentFile } from '../../content-files/index.ts';
import { MAX_PIXELS } from '../picture.ts';
import type { Job } from './job.ts';

/** Larger files are sent as they are, in bytes. */
const MAX_SOURCE_BYTES = 64 * 1024 * 1024;
/** Of WebP: photographs show no difference to the file on screens. */
const QUALITY = 78;
/** How long the decoder may take, in seconds. */
const TIMEOUT = 20;

/** Writes a picture of the content folder in another width. @throws where that cannot be */
export async function scale(job: Extract<Job, { kind: 'scaled' }>): Promise<void> {
  const file = await openContentFile(job.contentDir, job.path);
  if (!file) throw new Error('the file is gone');
  try {
    if (file.etag !== job.etag) throw new Error('the file has changed');
    if (file.size > MAX_SOURCE_BYTES) throw new Error(`found ${file.size} bytes, expected at most ${MAX_SOURCE_BYTES}`);
    await sharp(await file.handle.readFile(), { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .autoOrient()
      .resize({ width: job.width, withoutEnlargement: true })
      .webp({ quality: QUALITY })
      .timeout({ seconds: TIMEOUT })
      .toFile(job.target);
  } finally {
    await file.handle.close();
  }
}
