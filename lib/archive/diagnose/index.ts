/** Checks whether an archive can be written or read where the settings say it is. Changes nothing but the data folder, which it may make. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { ArchiveLocation } from '../index.ts';
import { diagnosePostgres } from '../postgres/diagnose.ts';
import { diagnoseSqlite } from '../sqlite/diagnose.ts';
import { error, type Finding, judge, warning } from './finding.ts';

export type { Finding } from './finding.ts';

export interface DiagnoseOptions extends ArchiveLocation {
  /** True for a node that another process writes for. */
  isReadOnly: boolean;
}

const MEGABYTE = 2 ** 20;
/** Free space below which a disk is soon full, in bytes. */
const LITTLE_SPACE = 1024 * MEGABYTE;

/** All that is to say, in an order that begins with what the rest depends on. */
export async function diagnoseArchive(options: DiagnoseOptions): Promise<Finding[]> {
  const { databaseUrl, dataDir } = options;
  const { findings, size } =
    databaseUrl === undefined ? await diagnoseSqlite(options) : await diagnosePostgres({ ...options, databaseUrl });
  return [...findings, ...(await diagnoseDataDir(dataDir, size))];
}

/** @param size of what is kept there, in bytes: it is made anew beside what is in use */
async function diagnoseDataDir(dataDir: string, size: number): Promise<Finding[]> {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return [{ level: 'error', check: 'data folder', message: `DATA_DIR: ${dataDir} cannot be written (${reason})` }];
  }
  const { bavail, bsize } = await statfs(dataDir);
  const free = bavail * bsize;
  const text = `${dataDir}: ${megabytes(free)} free, ${megabytes(size)} needed to make the index anew`;
  const few = free < size ? error(`${text}; make room`) : warning(`${text}; make room before the archive grows`);
  return [
    { level: 'ok', check: 'data folder', message: `${dataDir} can be written` },
    judge('free space', free >= Math.max(2 * size, LITTLE_SPACE), text, few),
  ];
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / MEGABYTE).toLocaleString('en')} MB`;
