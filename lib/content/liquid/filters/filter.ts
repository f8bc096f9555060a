import type { RubyContext } from '../session.ts';

/** A filter: how many arguments it takes beside its input, named ones counting together as one, and what it gives. */
export interface Filter {
  min: number;
  max: number;
  /** May throw a `Refusal` where Jekyll fails. */
  run(input: unknown, args: readonly unknown[], context: RubyContext): unknown;
}

export const filter = (min: number, max: number, run: Filter['run']): Filter => ({ min, max, run });
