#!/usr/bin/env node
/** The command `finews`. Run it with Node 24 or newer. */
import { Command, InvalidArgumentError } from 'commander';
import { ArchiveError } from '../lib/archive/index.ts';
import { readSite, SiteError } from '../lib/site.ts';
import { indexContent, printProblems, summarize } from './index-content.ts';
import { serve } from './serve/serve.ts';

const program = new Command('finews')
  .description('A news portal for an archive of posts kept as files.')
  // Subcommands take this over when they are added.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command('index')
  .description('bring the index up to date with the content folder')
  .option('--full', 'make the index from nothing', false)
  .option('--json', 'print one JSON object instead of text', false)
  .action(async ({ full, json }: { full: boolean; json: boolean }) => {
    const report = await indexContent(readSite(process.env), { full });
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
  .action(async ({ port, host, workers }: { port?: number; host?: string; workers?: number }) => {
    const site = readSite(process.env);
    await serve({ ...site, port: port ?? site.port, host: host ?? site.host }, workers);
  });

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
  const isExpected = error instanceof SiteError || error instanceof ArchiveError;
  console.error(isExpected ? `finews: ${error.message}` : error);
  process.exitCode = 1;
}
