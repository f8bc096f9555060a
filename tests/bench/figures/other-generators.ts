import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchArchive } from '../bench-archive.ts';
import { runMeasured } from '../measure.ts';
import type { Report } from '../report.ts';

interface Generator {
  versionOption: string;
  /** Written into the folder of the site. */
  config: { file: string; text: string };
  /** Options of the command that makes the whole site. */
  optionsOf(contentDir: string, siteDir: string): string[];
}

/** By the names of their commands. */
const GENERATORS: Readonly<Record<string, Generator>> = {
  hugo: {
    versionOption: 'version',
    config: {
      file: 'hugo.toml',
      text: 'baseURL = "https://finews.example/"\ntimeZone = "Asia/Shanghai"\n[markup.goldmark.renderer]\nunsafe = true\n',
    },
    optionsOf: (contentDir, siteDir) => [
      ...['--quiet', '--source', siteDir],
      ...['--contentDir', contentDir, '--destination', join(siteDir, 'public')],
    ],
  },
  jekyll: {
    versionOption: '--version',
    config: { file: '_config.yml', text: 'timezone: Asia/Shanghai\n' },
    optionsOf: (contentDir, siteDir) => [
      ...['build', '--quiet', '--source', contentDir, '--destination', join(siteDir, 'public')],
      ...['--config', join(siteDir, '_config.yml')],
    ],
  },
  eleventy: {
    versionOption: '--version',
    config: { file: 'package.json', text: '{}\n' },
    optionsOf: (contentDir, siteDir) => ['--quiet', `--input=${contentDir}`, `--output=${join(siteDir, 'public')}`],
  },
};

/** Another generator on the same posts, where it is installed. @param folder where it may write */
export async function benchGenerator(
  name: string,
  { posts, contentDir }: BenchArchive,
  report: Report,
  folder: string,
): Promise<void> {
  const generator = GENERATORS[name];
  if (!generator || spawnSync(name, [generator.versionOption], { stdio: 'ignore' }).status !== 0) {
    console.error(`${name} is not installed: left out`);
    return;
  }
  const siteDir = join(folder, `${name}-${posts}`);
  rmSync(siteDir, { recursive: true, force: true });
  mkdirSync(join(siteDir, 'layouts/_default'), { recursive: true });
  writeFileSync(join(siteDir, generator.config.file), generator.config.text);
  for (const layout of ['single', 'list']) {
    writeFileSync(join(siteDir, `layouts/_default/${layout}.html`), '<h1>{{ .Title }}</h1>{{ .Content }}\n');
  }
  const options = generator.optionsOf(contentDir, siteDir);
  const { seconds, megabytes } = await runMeasured(name, options, process.env, siteDir);
  rmSync(siteDir, { recursive: true });
  report.add(posts, `${name}, the whole site`, seconds, 's');
  report.add(posts, `${name}, memory`, megabytes, 'MB');
}
