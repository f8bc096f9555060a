/** Checks whether an archive can be written or read where the settings say it is. Changes nothing but the data folder, which it may make. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArchiveLocation, DEFAULT_MAX_LAG_SECONDS } from '../index.ts';
import { diagnosePostgres } from '../postgres/diagnose/index.ts';
import { diagnoseSqlite } from '../sqlite/diagnose.ts';
import { error, type Finding, judge, megabytes, warning } from './finding.ts';

export type { Finding } from './finding.ts';

export interface DiagnoseOptions extends ArchiveLocation {
  contentDir: string;
  /** True for a node that another process writes for. */
  isReadOnly: boolean;
}

/** Free space below which a disk is soon full, in bytes. */
const LITTLE_SPACE = 2 ** 30;

/** All that is to say, in an order that begins with what the rest depends on. */
export async function diagnoseArchive(options: DiagnoseOptions): Promise<Finding[]> {
  const { databaseUrl, maxLagSeconds = DEFAULT_MAX_LAG_SECONDS, dataDir, contentDir, isReadOnly } = options;
  const { findings, size, staticFile } =
    databaseUrl === undefined
      ? await diagnoseSqlite(options)
      : await diagnosePostgres({ ...options, databaseUrl, maxLagSeconds });
  return [
    ...findings,
    ...(await diagnoseDataDir(dataDir, size)),
    ...(isReadOnly ? [judgeServedFiles(contentDir, staticFile)] : []),
  ];
}

/** @param size of what is kept there, in bytes: it is made anew beside what is in use */
async function diagnoseDataDir(dataDir: string, size: number): Promise<Finding[]> {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    return [{ check: 'data folder', ...error(`DATA_DIR: ${dataDir} cannot be written (${reasonOf(cause)})`) }];
  }
  return [
    { level: 'ok', check: 'data folder', message: `${dataDir} can be written` },
    await judgeFreeSpace(dataDir, size, `, ${megabytes(size)} needed to make the index anew`),
  ];
}

/** Whether the disk of a folder has room. @param needed in bytes @param purpose what of, to go on after what is free */
export async function judgeFreeSpace(folder: string, needed: number, purpose: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const text = `${folder}: ${megabytes(free)} free${purpose}`;
  const few = free < needed ? error(`${text}; make room`) : warning(`${text}; make room before the archive grows`);
  return judge('free space', free >= Math.max(2 * needed, LITTLE_SPACE), text, few);
}

/** Whether a node that only reads has what its front sends from the disk. @param file of the content folder, where pages show some */
function judgeServedFiles(contentDir: string, file: string | undefined): Finding {
  const check = 'content folder';
  if (file === undefined) {
    return { level: 'ok', check, message: 'is not needed here: the archive has no files beside the posts' };
  }
  try {
    accessSync(join(contentDir, file), constants.R_OK);
    return { level: 'ok', check, message: `${contentDir} has the files that pages show` };
  } catch (cause) {
    const message = `CONTENT_DIR: ${contentDir} lacks files that pages show (${reasonOf(cause)}); mount it, read-only is enough`;
    return { check, ...warning(message) };
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
