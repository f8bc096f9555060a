import type { SafeHtml } from '../article.ts';

/** The attribute of an annotation that is TeX (MathML Core, 3.5). */
export const TEX_ANNOTATION = ' encoding="application/x-tex"';

/** TeX between the signs that Jekyll puts around it. */
export const delimitTex = (tex: string, isBlock: boolean): string => (isBlock ? `\\[${tex}\\]` : `\\(${tex}\\)`);

const FORMULA = new RegExp(
  `<math([^>]*)><semantics>([\\s\\S]*?)<annotation${TEX_ANNOTATION}>([^<]*)</annotation></semantics></math>`,
  'g',
);

/**
 * A body in which each formula has its TeX for a text, and its MathML in a declarative shadow root (WHATWG HTML, 4.12.3), which browsers
 * show in its place without a script. So what takes the text of a page finds the formula as its author wrote it, not the letters of the
 * MathML in a row, and a browser that knows no shadow roots shows that.
 */
export function shadowFormulas(html: SafeHtml): SafeHtml {
  if (!html.includes('<math')) return html;
  return html.replace(FORMULA, (_, attributes: string, formula: string, tex: string) => {
    const isBlock = attributes.includes('display="block"');
    const shadow = `<template shadowrootmode="open"><math${attributes}>${formula}</math></template>`;
    return `<span class="formula${isBlock ? ' block-formula' : ''}">${shadow}${delimitTex(tex, isBlock)}</span>`;
  }) as SafeHtml;
}
