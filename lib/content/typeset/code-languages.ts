/** The languages that are highlighted. `code.ts` loads this module for the first code of a known language: few posts have any. */
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
export const CODE_CLASS_PREFIX = 'hl-';
hljs.configure({ classPrefix: CODE_CLASS_PREFIX });

export { hljs };
