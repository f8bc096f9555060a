/** Unpacks Chromium into the temporary folder of this process (TMPDIR), as its package does. */
import chromium from '@sparticuz/chromium';

await chromium.executablePath();
