import hljs from 'highlight.js/lib/common';
import clojure from 'highlight.js/lib/languages/clojure';
import dart from 'highlight.js/lib/languages/dart';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import elixir from 'highlight.js/lib/languages/elixir';
import erb from 'highlight.js/lib/languages/erb';
import erlang from 'highlight.js/lib/languages/erlang';
import fsharp from 'highlight.js/lib/languages/fsharp';
import groovy from 'highlight.js/lib/languages/groovy';
import haskell from 'highlight.js/lib/languages/haskell';
import http from 'highlight.js/lib/languages/http';
import julia from 'highlight.js/lib/languages/julia';
import latex from 'highlight.js/lib/languages/latex';
import lisp from 'highlight.js/lib/languages/lisp';
import matlab from 'highlight.js/lib/languages/matlab';
import nginx from 'highlight.js/lib/languages/nginx';
import ocaml from 'highlight.js/lib/languages/ocaml';
import powershell from 'highlight.js/lib/languages/powershell';
import protobuf from 'highlight.js/lib/languages/protobuf';
import scala from 'highlight.js/lib/languages/scala';
import vim from 'highlight.js/lib/languages/vim';

const MORE = {
  clojure,
  dart,
  dockerfile,
  elixir,
  erb,
  erlang,
  fsharp,
  groovy,
  haskell,
  http,
  julia,
  latex,
  lisp,
  matlab,
  nginx,
  ocaml,
  powershell,
  protobuf,
  scala,
  vim,
};
for (const [name, language] of Object.entries(MORE)) hljs.registerLanguage(name, language);

/** Names that Rouge, Jekyll's highlighter, has for languages, and highlight.js has not. */
const ALIASES: Readonly<Record<string, string>> = {
  console: 'shell',
  terminal: 'shell',
  jsonc: 'json',
  json5: 'json',
  liquid: 'xml',
  vue: 'xml',
  svelte: 'xml',
  scheme: 'lisp',
  'common-lisp': 'lisp',
  elisp: 'lisp',
  viml: 'vim',
  // Jekyll writes `+` as `-` in a class.
  'c--': 'cpp',
};
for (const [alias, languageName] of Object.entries(ALIASES)) {
  if (!hljs.getLanguage(alias)) hljs.registerAliases(alias, { languageName });
}

/** Before each class that highlighting gives. */
const CODE_CLASS_PREFIX = 'hl-';
hljs.configure({ classPrefix: CODE_CLASS_PREFIX });

/** Longer code, or code with a longer line, is plain: grammars are regular expressions, of which some take time by the square. */
const MAX_LENGTH = 20_000;
const MAX_LINE_LENGTH = 300;
/** Languages whose grammars are slow on hostile code, with the length that takes them some tenths of a second. */
const SHORTER: Readonly<Record<string, number>> = { csharp: 4000, cs: 4000, 'c#': 4000, ini: 5000, toml: 5000 };
/** Code highlighted in one post; what comes after is plain. */
const MAX_POST_LENGTH = 60_000;

const hasLongLine = (code: string): boolean => {
  for (let start = 0; start < code.length; ) {
    const end = code.indexOf('\n', start);
    if ((end === -1 ? code.length : end) - start > MAX_LINE_LENGTH) return true;
    if (end === -1) return false;
    start = end + 1;
  }
  return false;
};

/** highlight.js adds classes without the prefix: of kinds of names (`title function_`), and around embedded languages. */
const withPrefixedClasses = (html: string): string =>
  html.replace(/<span class="([\w-]+)(?: [\w ]*)?">/g, (_, name: string) =>
    name.startsWith(CODE_CLASS_PREFIX) ? `<span class="${name}">` : `<span class="${CODE_CLASS_PREFIX}embedded">`,
  );

/** Gives the HTML of code; nothing for a language that is not known and for code that is too long: it is shown plain. */
export type Highlighter = (code: string, language: string) => string | undefined;

/**
 * A highlighter for one post. Parts of the code are marked by classes, `hl-keyword` and the like, and by nothing else. It stops where
 * the post has had its share, so that no post takes long.
 */
export function newHighlighter(): Highlighter {
  let left = MAX_POST_LENGTH;
  return (code, language) => {
    const name = language.toLowerCase();
    if (hljs.getLanguage(name) === undefined || hasLongLine(code)) return undefined;
    if (code.length > Math.min(left, SHORTER[name] ?? MAX_LENGTH)) return undefined;
    left -= code.length;
    return withPrefixedClasses(hljs.highlight(code, { language: name, ignoreIllegals: true }).value);
  };
}
