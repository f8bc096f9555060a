import { ContentError } from './errors.ts';

/** Largest post, in bytes. */
export const MAX_POST_BYTES = 2 * 1024 * 1024;

/** The error for a file of more than `MAX_POST_BYTES`. */
export function tooLarge(bytes: number): ContentError {
  return new ContentError(`${bytes} bytes: expected at most ${MAX_POST_BYTES}; split the post or link to the data`);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A file's text. @throws {ContentError} for what is too large, not text, or not UTF-8. */
export function decodePost(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_POST_BYTES) throw tooLarge(bytes.byteLength);
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw new ContentError('a zero byte: expected text; this is another kind of file, or UTF-16: save as UTF-8', {
      line: lineAt(bytes, zero),
    });
  }
  try {
    return utf8.decode(bytes);
  } catch {
    const wrong = firstInvalidByte(bytes);
    const value = bytes[wrong]?.toString(16).padStart(2, '0');
    throw new ContentError(`not UTF-8 (byte 0x${value}): expected UTF-8; is it GBK? Save it as UTF-8`, {
      line: lineAt(bytes, wrong),
    });
  }
}

const lineAt = (bytes: Uint8Array, offset: number): number =>
  bytes.subarray(0, offset).reduce((lines, byte) => lines + (byte === 10 ? 1 : 0), 1);

/** Offset of the first byte at which UTF-8 breaks, by halving. */
function firstInvalidByte(bytes: Uint8Array): number {
  const isValid = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValid(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
