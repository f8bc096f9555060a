/**
 * Liquid in posts and pages as Jekyll 4.3 renders it, by LiquidJS with Ruby's grammar, values and filters. Pure: includes, data,
 * addresses, the clock and Markdown come through the environment. Hides the engine, and what a template may cost.
 */
import { createRequire } from 'node:module';
import type { LiquidEnvironment, LiquidResult } from './environment.ts';

export type { LiquidEnvironment, LiquidResult } from './environment.ts';
export { parseTypedYaml } from './ruby/yaml.ts';

/** Loads the engine with the first template: most archives have none, and each reading thread would load it. */
const require = createRequire(import.meta.url);

/** True where a text may hold Liquid; others are rendered as they are. */
export const needsLiquid = (source: string): boolean => source.includes('{{') || source.includes('{%');

/**
 * The text after its Liquid. What Jekyll fails at costs no post: the tag stays in the text, with a warning.
 * Throws a `ContentError` for a template beyond the limits or one that reaches for files outside the site.
 */
export function renderLiquid(source: string, environment: LiquidEnvironment): LiquidResult {
  if (!needsLiquid(source)) return { text: source, uses: [], warnings: [] };
  const { renderTemplate }: typeof import('./render.ts') = require('./render.ts');
  return renderTemplate(source, environment);
}
