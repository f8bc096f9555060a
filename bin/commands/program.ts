/** What the command `finews` can do. Each command loads what it needs when it runs. */
import { existsSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readSite, type Site } from '../../lib/site.ts';
import type { CheckCommand } from './check-content.ts';
import type { NewCommand } from './new-post.ts';
import { reportFailure } from './report-failure.ts';

/** Exit status where a command cannot do its work. */
let failureStatus = 1;

const DRAFTS_HELP = 'show what is not published yet too, marked in the titles: for editors, not for readers';

interface ServeOptions {
  port?: number;
  host?: string;
  workers?: number;
  drafts: boolean;
  readOnly: boolean;
}

type CheckOptions = Omit<CheckCommand, 'files' | 'subject'> & { drafts: boolean };

const program = new Command('finews')
  .description('A news portal for an archive of posts kept as files.')
  // Subcommands take this over when they are added.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command('index')
  .description('bring the index up to date with the content folder')
  .option('--full', 'make the index from nothing', false)
  .option('--drafts', DRAFTS_HELP, false)
  .option('--json', 'print one JSON object instead of text', false)
  .action(async ({ full, json, drafts }: { full: boolean; json: boolean; drafts: boolean }) => {
    const { indexContent, printProblems, summarize } = await import('../index-content.ts');
    const report = await indexContent(settingsOf({ drafts }), { full });
    printProblems(report.problems);
    const { posts, added, changed, removed, skipped, errors, seconds } = report;
    console.log(
      json ? JSON.stringify({ posts, added, changed, removed, skipped, errors, seconds }) : summarize(report),
    );
  });

program
  .command('serve')
  .description('index, watch and serve')
  .option('--port <number>', 'TCP port, 0 for any that is free (default: PORT or 3000)', parsePort)
  .option('--host <address>', 'address to listen on (default: HOST or 127.0.0.1)')
  .option('--workers <number>', 'workers that render (default: one for each core)', parseWorkers)
  .option('--drafts', DRAFTS_HELP, false)
  .option('--read-only', 'serve an archive that another process keeps up to date', false)
  .action(async (options: ServeOptions) => {
    const { serve } = await import('../serve/serve.ts');
    const site = settingsOf(options);
    const { port = site.port, host = site.host, workers, readOnly: isReadOnly } = options;
    await serve({ ...site, port, host }, { workers, isReadOnly });
  });

program
  .command('ingest')
  .description('index and watch, without serving')
  .action(async () => {
    const { ingest } = await import('./ingest.ts');
    await ingest();
  });

program
  .command('doctor')
  .description('check settings, servers, disk, clock and content folder; one line each, exit status 1 for an error')
  .option('--read-only', 'for a node that serves an archive which another process keeps up to date', false)
  .action(async ({ readOnly: isReadOnly }: { readOnly: boolean }) => {
    const { runDoctor } = await import('./doctor.ts');
    process.exitCode = await runDoctor({ isReadOnly });
  });

addCheck('check', 'everything')
  .description('find mistakes in the content before readers do; needs no index and changes nothing')
  .addHelpText(
    'after',
    `
Exit status: 0 where there is no error (with --strict: and no warning), 1 for warnings alone with --strict,
2 for errors, and where the check cannot be made.

With FILE, the files named are held against each other and against the posts that may have an address which they
have or link to. Whether a category, tag or day has posts, whether a title or a source link stands in a file that is
not named, and how other posts spell a category, only a check of the whole folder tells.`,
  );

addCheck('links', 'links').description(
  'find links within the archive that lead nowhere or through a redirect; needs no index and changes nothing',
);

program
  .command('new')
  .description('write the file of a new post and print its path and address; ask for what is missing on a terminal')
  .argument('[TITLE]', 'title of the post')
  .option('--category <names>', 'categories as they stand in addresses, with commas between them')
  .option('--tags <names>', 'tags with commas between them; the first names the category for readers')
  .option('--date <date>', 'day and time of publication, in the zone of the site unless it names one (default: now)')
  .option('--draft', 'write published: false, so that readers do not see it yet', false)
  .addHelpText('after', '\nThe file is named by the day and the title in pinyin. No file is ever written over.')
  .action(async (title: string | undefined, options: Omit<NewCommand, 'title'>) => {
    const { runNew } = await import('./new-post.ts');
    const hasTerminal = process.stdin.isTTY && process.stderr.isTTY;
    const terminal = hasTerminal ? { input: process.stdin, output: process.stderr } : undefined;
    await runNew(readSite(process.env), { ...options, ...(title !== undefined && { title }) }, terminal);
  });

program
  .command('preview')
  .description('print a signed address that shows a post before it is published')
  .argument('<FILE>', 'the post: a draft, one with published: false, or one dated in the future')
  .option('--hours <number>', 'how long the address is good for', parseHours, 72)
  .addHelpText(
    'after',
    `
The server and this command need the same PREVIEW_SECRET, at least 16 random characters. The address shows the file as
it is when it is opened. Who has the address can read the post; another PREVIEW_SECRET ends all addresses at once.`,
  )
  .action(async (file: string, { hours }: { hours: number }) => {
    const { runPreview } = await import('./preview.ts');
    runPreview(readSite(process.env), file, hours);
  });

/** A command that reads posts and prints what is wrong with them. */
function addCheck(name: string, subject: CheckCommand['subject']): Command {
  return program
    .command(name)
    .argument('[FILE...]', 'posts to check (default: the whole content folder)')
    .option('--json', 'print one JSON object: files, errors, warnings, seconds, problems', false)
    .addOption(
      new Option('--format <name>', 'github: annotations that GitHub Actions shows at the lines')
        .choices(['text', 'github'])
        .default('text')
        .conflicts('json'),
    )
    .option('--strict', 'let warnings fail too', false)
    .option('--drafts', 'check what is not published yet too', false)
    .action(async (files: string[], { drafts, ...options }: CheckOptions) => {
      const missing = files.find((file) => !existsSync(file));
      if (missing !== undefined) program.error(`error: ${missing}: no such file`);
      failureStatus = 2;
      const { runCheck } = await import('./check-content.ts');
      process.exitCode = await runCheck(settingsOf({ drafts }), { files, subject, ...options });
    });
}

/** The settings, with drafts where the command asks for them; processes that it starts get the same. */
function settingsOf({ drafts }: { drafts: boolean }): Site {
  if (drafts) process.env.DRAFTS = '1';
  return readSite(process.env);
}

function parseHours(value: string): number {
  return parseWhole(value, 1, 8760);
}

function parsePort(value: string): number {
  return parseWhole(value, 0, 65_535);
}

function parseWorkers(value: string): number {
  return parseWhole(value, 1, 64);
}

function parseWhole(value: string, least: number, most: number): number {
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number < least || number > most) {
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`);
  }
  return number;
}

try {
  await program.parseAsync();
} catch (error) {
  reportFailure(error);
  process.exitCode = failureStatus;
}
