import { ArchiveError } from '../../lib/archive/errors.ts';
import { ContentError } from '../../lib/content/index.ts';
import { log } from '../../lib/log.ts';
import { SiteError } from '../../lib/site.ts';
import { CommandError } from './command-error.ts';

/** Says why a command ends: in one line, unless it is a fault of this program, of which the trace is told too. */
export function reportFailure(error: unknown): void {
  const isExpected =
    error instanceof CommandError ||
    error instanceof ContentError ||
    error instanceof SiteError ||
    error instanceof ArchiveError;
  if (isExpected) log({ level: 'error', event: 'command-failed', message: error.message });
  else log({ level: 'error', event: 'command-failed', message: 'failed:', text: '', error });
}
