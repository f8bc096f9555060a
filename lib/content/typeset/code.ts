import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const loadLanguages = (): typeof import('./code-languages.ts') => require('./code-languages.ts');

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
const withPrefixedClasses = (html: string, prefix: string): string =>
  html.replace(/<span class="([\w-]+)(?: [\w ]*)?">/g, (_, name: string) =>
    name.startsWith(prefix) ? `<span class="${name}">` : `<span class="${prefix}embedded">`,
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
    const { hljs, CODE_CLASS_PREFIX } = loadLanguages();
    if (hljs.getLanguage(name) === undefined || hasLongLine(code)) return undefined;
    if (code.length > Math.min(left, SHORTER[name] ?? MAX_LENGTH)) return undefined;
    left -= code.length;
    return withPrefixedClasses(hljs.highlight(code, { language: name, ignoreIllegals: true }).value, CODE_CLASS_PREFIX);
  };
}
