import { setTimeout as sleep } from 'node:timers/promises';

/** Longest wait for one thing, in milliseconds: far more than a busy machine needs, since no test is a matter of speed. */
const LIMIT = 60_000;
/** Between two looks, in milliseconds. */
const PAUSE = 20;

/**
 * Waits for what a promise brings.
 * @param what the thing waited for, as in `the address of the portal`
 * @throws where it does not come within the limit, with its name
 */
export async function within<T>(what: string, promise: Promise<T>, limit = LIMIT): Promise<T> {
  const late = new Error(`waited ${limit / 1000} s in vain for ${what}`);
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), limit);
  });
  return Promise.race([promise, end]).finally(() => clearTimeout(timer));
}

/**
 * Looks again and again until something is so.
 * @param what the thing waited for
 * @throws where it is not so within the limit, with its name
 */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, limit = LIMIT): Promise<void> {
  let isOver = false;
  const look = async (): Promise<void> => {
    while (!isOver && !(await isSo())) await sleep(PAUSE);
  };
  await within(what, look(), limit).finally(() => {
    isOver = true;
  });
}
