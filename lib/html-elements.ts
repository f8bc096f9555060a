/** Facts of the HTML standard about elements, for everything that reads or writes markup. */

/** Elements without content and without an end tag. */
export const VOID_ELEMENTS: ReadonlySet<string> = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
);

/** Elements of MathML Core that a formula is made of. */
export const MATHML_ELEMENTS: ReadonlySet<string> = new Set(
  (
    'annotation math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle ' +
    'msub msubsup msup mtable mtd mtext mtr munder munderover semantics'
  ).split(' '),
);

/** Elements that stand within a line of text (phrasing content without controls and embedded documents). */
export const INLINE_ELEMENTS: ReadonlySet<string> = new Set([
  ...(
    'a abbr b bdi bdo br cite code data del dfn em i img ins kbd mark q rp rt ruby s samp small span strong sub sup time u ' +
    'var wbr'
  ).split(' '),
  ...MATHML_ELEMENTS,
]);
