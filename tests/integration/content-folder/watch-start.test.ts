import test from 'node:test';
import { watchContent } from '../../../lib/ingest/index.ts';
import { readSite } from '../../../lib/site.ts';
import { PortalFolder, postText } from '../../support/portal-folder.ts';
import { until } from '../../support/wait.ts';

test('publishes a file that is written between the first look at the folder and its end', async (context) => {
  const folder = new PortalFolder(context, { '_posts/2022-03-01-a.md': postText({ title: '甲' }) });
  const options = { readSite: () => readSite(folder.environment), onUpdate: () => {}, onMessage: () => {} };
  const watch = await watchContent(options, async () => {
    const report = await folder.update();
    folder.write('_posts/2022-03-02-b.md', postText({ title: '乙' }));
    return report;
  });
  try {
    await until('乙 to be published', () => folder.archive.hasAddress('/2022/03/02/b.html'));
  } finally {
    await watch.close();
  }
});
