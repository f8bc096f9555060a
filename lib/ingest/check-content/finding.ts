import type { Position, Positions, Problem } from '../../content/index.ts';

/** A problem that shows only beside other files, or is none for indexing; with where to look for its line. */
export interface Finding {
  path: string;
  severity: Problem['severity'];
  message: string;
  locate: (positions: Positions) => Position;
}
