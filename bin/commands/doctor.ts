import { diagnoseArchive, type Finding } from '../../lib/archive/diagnose/index.ts';
import { diagnoseContent } from '../../lib/ingest/diagnose/index.ts';
import { readSite, SiteError } from '../../lib/site.ts';
import { isBuilt } from '../application.ts';
import { toLine } from './problem-formats.ts';

/** Widest level and name of a check, with a space. */
const LEVEL_WIDTH = 8;
const CHECK_WIDTH = 15;

/** `finews doctor`: prints one line for each check. @returns the exit status: 1 where there is an error */
export async function runDoctor({ isReadOnly }: { isReadOnly: boolean }): Promise<number> {
  const findings = await diagnose(isReadOnly);
  for (const { level, check, message } of findings) {
    console.log(toLine(`${level.padEnd(LEVEL_WIDTH)}${check.padEnd(CHECK_WIDTH)}${message}`));
  }
  return findings.some(({ level }) => level === 'error') ? 1 : 0;
}

async function diagnose(isReadOnly: boolean): Promise<Finding[]> {
  try {
    const site = readSite(process.env);
    const built: Finding = isBuilt()
      ? { level: 'ok', check: 'application', message: 'is built' }
      : { level: 'warning', check: 'application', message: 'is not built; npm start and npm run build do it' };
    return [
      { level: 'ok', check: 'settings', message: 'are valid' },
      built,
      ...(await diagnoseArchive({ ...site, isReadOnly })),
      ...(isReadOnly ? [] : await diagnoseContent(site)),
    ];
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    return [{ level: 'error', check: 'settings', message: error.message }];
  }
}
