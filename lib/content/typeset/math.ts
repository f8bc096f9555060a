import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
/** Loaded for the first formula: few posts have any. */
const loadKatex = (): typeof import('katex') => require('katex');

/** Longer TeX is shown as it stands. */
const MAX_LENGTH = 4000;
/** TeX that is drawn in one post; what comes after is shown as it stands. */
const MAX_POST_LENGTH = 100_000;
/** Groups within groups: KaTeX reads them by recursion. */
const MAX_DEPTH = 100;

/** How deep braces are nested. */
function depthOf(tex: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of tex) {
    if (character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === '}') depth--;
  }
  return deepest;
}

/** The `<math>` of what KaTeX writes, with the formula's source as an annotation. */
const mathElement = (html: string): string | undefined => /<math[\s\S]*<\/math>/.exec(html)?.[0];

/** Gives the MathML of a formula, within a line or as a block of its own; nothing where its source is shown. */
export type FormulaWriter = (tex: string, isBlock: boolean) => string | undefined;

/** A writer for one post. It stops where the post has had its share, so that no post takes long. */
export function newFormulaWriter(): FormulaWriter {
  let left = MAX_POST_LENGTH;
  return (tex, isBlock) => {
    left -= tex.length;
    return left < 0 ? undefined : renderMath(tex, isBlock);
  };
}

/**
 * MathML of a formula in TeX, by KaTeX: no script, no font and no style is needed to show it. Nothing for a formula that is too long,
 * too deep or that KaTeX cannot read: its source is shown then. Definitions of macros hold within the formula alone, and no command
 * that names an address or an HTML attribute is carried out.
 */
function renderMath(tex: string, isBlock: boolean): string | undefined {
  if (tex.length > MAX_LENGTH || depthOf(tex) > MAX_DEPTH) return undefined;
  try {
    const html = loadKatex().renderToString(tex, {
      displayMode: isBlock,
      output: 'mathml',
      throwOnError: true,
      strict: 'ignore',
      trust: false,
      maxExpand: 200,
      maxSize: 20,
    });
    return mathElement(html);
  } catch {
    // A mistake in the formula: the reader sees what its author wrote.
    return undefined;
  }
}
