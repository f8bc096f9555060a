import { entityCharacter } from './entities.ts';

/** kramdown's options, as `_config.yml` has them under `kramdown`, and kramdown's documents describe them. */
export interface KramdownOptions {
  /** `GFM`: GitHub's fenced code, strikethrough and task lists; a block may follow a paragraph without a blank line. */
  readonly input: 'GFM' | 'kramdown';
  /** `GFM`: each line break of a paragraph is a `<br />`. */
  readonly hardWrap: boolean;
  /** `GFM`: `--`, `...`, `<<` and `>>` become typographic signs. */
  readonly isTypographic: boolean;
  /** `GFM`: a heading, a list, a quote or a code block may interrupt a paragraph. */
  readonly blocksEndParagraphs: boolean;
  readonly autoIds: boolean;
  readonly autoIdPrefix: string;
  readonly tocLevels: readonly number[];
  readonly headerOffset: number;
  /** Characters for a left and right single quote, a left and right double quote. */
  readonly smartQuotes: readonly [string, string, string, string];
  /** Text for `hellip`, `mdash`, `ndash`, `laquo`, `raquo`, `laquo_space` and `raquo_space` in place of the signs. */
  readonly typographicSymbols: ReadonlyMap<string, string>;
  readonly footnoteNumber: number;
  readonly footnoteBacklink: string;
  readonly footnoteBacklinkInline: boolean;
  readonly footnotePrefix: string;
  readonly parseBlockHtml: boolean;
  readonly parseSpanHtml: boolean;
  /** Whether mathematics is rendered; otherwise its TeX is shown. */
  readonly rendersMath: boolean;
  /** Whether code is highlighted. */
  readonly highlightsCode: boolean;
  /** The language of code that names none. */
  readonly defaultLanguage: string | undefined;
  /** The number of the first line of each block of code; absent where lines have none. */
  readonly firstLineNumber: number | undefined;
  /** Addresses and titles of reference links that every document may use. */
  readonly linkDefinitions: ReadonlyMap<string, { url: string; title: string | undefined }>;
}

const ALL_LEVELS = [1, 2, 3, 4, 5, 6];

const DEFAULTS: KramdownOptions = {
  input: 'GFM',
  hardWrap: false,
  isTypographic: true,
  blocksEndParagraphs: true,
  autoIds: true,
  autoIdPrefix: '',
  tocLevels: ALL_LEVELS,
  headerOffset: 0,
  smartQuotes: ['‘', '’', '“', '”'],
  typographicSymbols: new Map(),
  footnoteNumber: 1,
  footnoteBacklink: '&#8617;',
  footnoteBacklinkInline: false,
  footnotePrefix: '',
  parseBlockHtml: false,
  parseSpanHtml: true,
  rendersMath: true,
  highlightsCode: true,
  defaultLanguage: undefined,
  firstLineNumber: undefined,
  linkDefinitions: new Map(),
};

type Settings = Record<string, unknown>;
type Mutable = { -readonly [Key in keyof KramdownOptions]: KramdownOptions[Key] };

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** As kramdown takes a switch: everything but `false` and nothing is on. */
function asSwitch(value: unknown): boolean {
  const text = asText(value).trim().toLowerCase();
  return text !== '' && text !== 'false';
}

const asList = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];

function asInteger(value: unknown, otherwise: number): number {
  const text = asText(value).trim();
  return /^[+-]?\d{1,9}$/.test(text) ? Number(text) : otherwise;
}

/** `1..3`, `2,3` or a list. */
function asLevels(value: unknown): readonly number[] {
  const range = /^\s*(\d)\.\.(\d)\s*$/.exec(asText(value));
  const levels = range
    ? ALL_LEVELS.filter((level) => level >= Number(range[1]) && level <= Number(range[2]))
    : (typeof value === 'number' ? [value] : asList(value)).map(Number);
  return levels.length > 0 && levels.every((level) => ALL_LEVELS.includes(level)) ? levels : ALL_LEVELS;
}

/** Four names or code points of entities. */
function asQuotes(value: unknown): KramdownOptions['smartQuotes'] {
  const quotes = asList(value).map((quote) => {
    const name = asText(quote).trim();
    return entityCharacter(/^\d+$/.test(name) ? `#${name}` : name);
  });
  const [leftSingle, rightSingle, leftDouble, rightDouble] = quotes;
  if (quotes.length !== 4 || !leftSingle || !rightSingle || !leftDouble || !rightDouble) return DEFAULTS.smartQuotes;
  return [leftSingle, rightSingle, leftDouble, rightDouble];
}

function asSymbols(value: unknown): ReadonlyMap<string, string> {
  if (!isSettings(value)) return DEFAULTS.typographicSymbols;
  return new Map(Object.entries(value).map(([name, text]) => [name.replace(/^:/, ''), asText(text)]));
}

/** The key of a link definition: white space and case do not count. */
export const linkKey = (name: string): string => name.replace(/[ \t\n\v\f\r]+/g, ' ').toLowerCase();

function asLinkDefinitions(value: unknown): KramdownOptions['linkDefinitions'] {
  if (!isSettings(value)) return DEFAULTS.linkDefinitions;
  return new Map(
    Object.entries(value).flatMap(([name, link]) => {
      const [url, title] = Array.isArray(link) ? link.map(asText) : [];
      return url === undefined ? [] : [[linkKey(name), { url, title }] as const];
    }),
  );
}

/** What `line_numbers` and `start_line` say of blocks; these under `block` go before those of blocks and spans. */
function asFirstLineNumber(highlighting: Settings): number | undefined {
  const { line_numbers: isNumbered, start_line: first } = isSettings(highlighting.block)
    ? { ...highlighting, ...highlighting.block }
    : highlighting;
  return asSwitch(isNumbered) ? asInteger(first, 1) : undefined;
}

/** How each option is read into the settings. */
const READERS: Readonly<Record<string, (options: Mutable, value: unknown) => void>> = {
  input: (options, value) => {
    options.input = asText(value).trim().toLowerCase() === 'kramdown' ? 'kramdown' : 'GFM';
  },
  hard_wrap: (options, value) => {
    options.hardWrap = asSwitch(value);
  },
  gfm_quirks: (options, value) => {
    const quirks = asList(value).map((quirk) => asText(quirk).trim().replace(/^:/, ''));
    options.isTypographic = !quirks.includes('no_auto_typographic');
    options.blocksEndParagraphs = quirks.includes('paragraph_end');
  },
  auto_ids: (options, value) => {
    options.autoIds = asSwitch(value);
  },
  auto_id_prefix: (options, value) => {
    options.autoIdPrefix = asText(value);
  },
  toc_levels: (options, value) => {
    options.tocLevels = asLevels(value);
  },
  header_offset: (options, value) => {
    options.headerOffset = asInteger(value, 0);
  },
  smart_quotes: (options, value) => {
    options.smartQuotes = asQuotes(value);
  },
  typographic_symbols: (options, value) => {
    options.typographicSymbols = asSymbols(value);
  },
  footnote_nr: (options, value) => {
    options.footnoteNumber = asInteger(value, 1);
  },
  footnote_backlink: (options, value) => {
    options.footnoteBacklink = asText(value);
  },
  footnote_backlink_inline: (options, value) => {
    options.footnoteBacklinkInline = asSwitch(value);
  },
  footnote_prefix: (options, value) => {
    options.footnotePrefix = asText(value);
  },
  parse_block_html: (options, value) => {
    options.parseBlockHtml = asSwitch(value);
  },
  parse_span_html: (options, value) => {
    options.parseSpanHtml = asSwitch(value);
  },
  math_engine: (options, value) => {
    options.rendersMath = !['', 'nil', 'false'].includes(asText(value).trim().replace(/^:/, ''));
  },
  syntax_highlighter: (options, value) => {
    options.highlightsCode = !['', 'nil', 'false'].includes(asText(value).trim().replace(/^:/, ''));
  },
  syntax_highlighter_opts: (options, value) => {
    if (!isSettings(value)) return;
    const { default_lang: language, disable } = value;
    options.defaultLanguage = asText(language) || undefined;
    if (asSwitch(disable)) options.highlightsCode = false;
    options.firstLineNumber = asFirstLineNumber(value);
  },
  link_defs: (options, value) => {
    options.linkDefinitions = asLinkDefinitions(value);
  },
};

/**
 * The options under `kramdown` in `_config.yml`, over those that Jekyll sets. Never throws: an unknown option, or a value that
 * kramdown would refuse, leaves the default.
 */
export function parseKramdownOptions(config: unknown): KramdownOptions {
  const options: Mutable = { ...DEFAULTS };
  if (!isSettings(config)) return options;
  for (const [name, value] of Object.entries(config)) setOption(options, name, value);
  return options;
}

/** Options that say how a document is read from its start: it cannot change them. */
const FIXED = ['input', 'hard_wrap', 'gfm_quirks', 'link_defs'];

/** Sets an option of a document, as `{::options name="value" /}` does. */
export function setDocumentOption(options: KramdownOptions, name: string, value: string): void {
  if (!FIXED.includes(name)) setOption(options, name, value);
}

function setOption(options: Mutable, name: string, value: unknown): void {
  const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  reader?.(options, value);
}
