import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Unpacks Chromium where that was not done before. Not while another process does: it would start what is half written. */
export async function unpackBrowser(): Promise<void> {
  await sparticuz.executablePath();
}

/** Starts the Chromium that comes as an npm package, without its own flags: `--single-process` dies with the first closed tab. */
export async function startBrowser(further: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
      ...further,
    ],
  });
}
