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
  clojure, dart, dockerfile, elixir, erb, erlang, fsharp, groovy, haskell, http, julia, latex, lisp, matlab, nginx, ocaml,
  powershell, protobuf, scala, vim,
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
};
for (const [alias, languageName] of Object.entries(ALIASES)) {
  if (!hljs.getLanguage(alias)) hljs.registerAliases(alias, { languageName });
}

/** Before each class that highlighting gives. */
export const CODE_CLASS_PREFIX = 'hl-';
hljs.configure({ classPrefix: CODE_CLASS_PREFIX });

/** Longer code, or code with a longer line, is plain: grammars are regular expressions, whose time grows with a line's length. */
const MAX_LENGTH = 20_000;
const MAX_LINE_LENGTH = 300;

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

/**
 * HTML of code with its parts marked by classes, `hl-keyword` and the like, and by nothing else. Nothing for a language that is not
 * known and for code that is too long to be marked: it is shown plain.
 */
export function highlightCode(code: string, language: string): string | undefined {
  const name = language.toLowerCase();
  if (hljs.getLanguage(name) === undefined || code.length > MAX_LENGTH || hasLongLine(code)) return undefined;
  return withPrefixedClasses(hljs.highlight(code, { language: name, ignoreIllegals: true }).value);
}
