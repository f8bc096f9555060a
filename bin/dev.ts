/** `npm run dev`: the development server; code and content reload on save. */

import { watchContent } from '../lib/ingest/index.ts';
import { readSite } from '../lib/site.ts';
import { runNode } from './application.ts';
import { watchClient } from './client.ts';
import { reportFailure } from './commands/report-failure.ts';
import { indexContent, printUpdate, reportMessage, reportUpdate } from './index-content.ts';

// Who writes sees what readers will see later.
process.env.DRAFTS ??= '1';
try {
  await develop();
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}

async function develop(): Promise<void> {
  const site = readSite(process.env);
  const watch = await watchContent(
    { readSite: () => readSite(process.env), onUpdate: reportUpdate, onMessage: reportMessage },
    async () => {
      const report = await indexContent(site);
      printUpdate(report);
      return report;
    },
  );
  const client = await watchClient();
  // Ctrl+C ends the server below, and with it this script.
  process.on('SIGINT', () => {});
  try {
    await runNode(
      ['node_modules/next/dist/bin/next', 'dev', '--hostname', site.host, '--port', String(site.port)],
      client.addresses,
    );
  } finally {
    await Promise.all([watch.close(), client.stop()]);
  }
}
