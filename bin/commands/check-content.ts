import { resolve } from 'node:path';
import type { Problem } from '../../lib/content/index.ts';
import { type CheckReport, checkContent } from '../../lib/ingest/check-content/index.ts';
import type { Site } from '../../lib/site.ts';
import { formatAnnotation, formatProblem, type ProblemFormat, toShownPath } from './problem-formats.ts';

export interface CheckCommand {
  /** As they were written; everything, where empty. */
  files: readonly string[];
  json: boolean;
  format: ProblemFormat;
  subject: 'everything' | 'links';
  /** Warnings count for the exit status. */
  strict: boolean;
}

/**
 * `finews check` and `finews links`: problems on standard output, a summary on standard error.
 * @returns the exit status: 0 where nothing is wrong, 1 for warnings alone with `strict`, 2 for errors
 */
export async function runCheck(site: Site, { files, json, format, subject, strict }: CheckCommand): Promise<0 | 1 | 2> {
  const named = files.map((file) => resolve(file));
  const report =
    named.length > 0 ? await checkContent(site, { files: named, subject }) : await checkWhole(site, subject);
  const problems = report.problems.map((problem) => ({ ...problem, path: toShownPath(site.contentDir, problem.path) }));
  const count = (severity: Problem['severity']): number =>
    problems.filter((problem) => problem.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (json) {
    const { files: checked, seconds } = report;
    console.log(JSON.stringify({ files: checked, errors, warnings, seconds, problems }));
  } else if (format === 'github') printAnnotations(problems);
  else for (const problem of problems) console.log(formatProblem(problem, process.stdout));
  for (const file of report.passedOver) {
    console.error(`finews: ${toShownPath('.', file)}: the portal does not read this file; it is not checked`);
  }
  console.error(summarize(report, errors, warnings));
  if (errors > 0) return 2;
  return strict && warnings > 0 ? 1 : 0;
}

async function checkWhole(site: Site, subject: CheckCommand['subject']): Promise<CheckReport> {
  const { startProgress } = await import('../progress.ts');
  const progress = startProgress('Checking', 'files');
  try {
    return await checkContent(site, { subject, onProgress: (done, total) => progress.update(done, total) });
  } finally {
    progress.stop();
  }
}

/** GitHub shows the first ten errors and warnings of a step, so errors come first. */
function printAnnotations(problems: readonly Problem[]): void {
  const isError = ({ severity }: Problem): boolean => severity === 'error';
  for (const problem of [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))]) {
    console.log(formatAnnotation(problem));
  }
}

const numbered = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const summarize = ({ files, seconds }: CheckReport, errors: number, warnings: number): string =>
  `${numbered(files, 'file')} checked in ${seconds.toFixed(1)} s: ${numbered(errors, 'error')}, ${numbered(warnings, 'warning')}`;
