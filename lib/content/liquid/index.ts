/**
 * Liquid in posts and pages as Jekyll 4.3 renders it, by LiquidJS with Ruby's grammar, values and filters. Pure: includes, data,
 * addresses, the clock and Markdown come through the environment. Hides the engine, and what a template may cost.
 */
export type { LiquidEnvironment, LiquidResult } from './environment.ts';
export { needsLiquid, renderLiquid } from './render.ts';
export { parseTypedYaml } from './ruby/yaml.ts';
