/** The named characters of HTML 4 from U+00A0 to U+00FF, in order. */
const LATIN =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot ' +
  'cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml ' +
  'Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig ' +
  'agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ' +
  'ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

/** The other named characters of HTML 4, and the few more that kramdown knows. */
const OTHERS =
  'quot " amp & apos \' lt < gt > OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ Alpha Α Beta Β Gamma Γ Delta Δ ' +
  'Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ ' +
  'Psi Ψ Omega Ω alpha α beta β gamma γ delta δ epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο ' +
  'pi π rho ρ sigmaf ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ omega ω thetasym ϑ upsih ϒ piv ϖ ensp \u2002 emsp \u2003 ' +
  'thinsp \u2009 zwnj \u200c zwj \u200d lrm \u200e rlm \u200f ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ ' +
  'dagger † Dagger ‡ bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › oline ‾ frasl ⁄ euro € image ℑ weierp ℘ real ℜ ' +
  'trade ™ alefsym ℵ larr ← uarr ↑ rarr → darr ↓ harr ↔ crarr ↵ lArr ⇐ uArr ⇑ rArr ⇒ dArr ⇓ hArr ⇔ forall ∀ part ∂ exist ∃ ' +
  'empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ prod ∏ sum ∑ minus − lowast ∗ radic √ prop ∝ infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ ' +
  'there4 ∴ sim ∼ cong ≅ asymp ≈ ne ≠ equiv ≡ le ≤ ge ≥ sub ⊂ sup ⊃ nsub ⊄ sube ⊆ supe ⊇ oplus ⊕ otimes ⊗ perp ⊥ sdot ⋅ ' +
  'vellip ⋮ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lang \u2329 rang \u232a loz ◊ spades ♠ clubs ♣ hearts ♥ diams ♦';

const CHARACTERS = new Map<string, string>();
LATIN.split(' ').forEach((name, index) => {
  CHARACTERS.set(name, String.fromCodePoint(0xa0 + index));
});
const others = OTHERS.split(' ');
for (let index = 0; index < others.length; index += 2) CHARACTERS.set(others[index] ?? '', others[index + 1] ?? '');

/** What Windows-1252 has where Unicode has control characters; so numbered references are read, as browsers do. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * The character that an entity stands for: `name`, `#8617` or `#x21a9`, without `&` and `;`. Nothing for a name that kramdown does
 * not know and a number that is no character.
 */
export function entityCharacter(entity: string): string | undefined {
  if (!entity.startsWith('#')) return CHARACTERS.get(entity);
  const code = entity.charAt(1) === 'x' ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  if (code >= 0x80 && code < 0xa0) return WINDOWS.charAt(code - 0x80);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}

/** An entity at `index` of a text: its name or number, and where it ends. */
export function entityAt(text: string, index: number): { entity: string; end: number } | undefined {
  ENTITY.lastIndex = index;
  const match = ENTITY.exec(text);
  return match?.[1] === undefined ? undefined : { entity: match[1], end: ENTITY.lastIndex };
}

const ENTITY = /&([A-Za-z\d_:][-\w.:]{0,40}|#\d{1,9}|#x[\da-fA-F]{1,8});/y;
