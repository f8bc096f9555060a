import { RewritingStream } from 'parse5-html-rewriting-stream';
import { hantHref, hasHantForm, SIMPLIFIED_LANGUAGE as SIMPLIFIED, withoutHant } from './addresses.ts';
import { toTraditional } from './to-traditional.ts';

/** Attributes that readers meet. */
const READ_ATTRIBUTES = new Set(['title', 'alt', 'aria-label', 'placeholder', 'label', 'data-done', 'data-failed']);
/** Metadata that readers meet elsewhere. */
const READ_METADATA =
  /^(?:description|og:(?:title|description|site_name|image:alt)|article:(?:section|tag)|twitter:(?:title|description))$/;
/** What they hold is not language. */
const UNTOUCHED = new Set(['script', 'style', 'code', 'kbd', 'samp', 'textarea']);
const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
]);

interface Tag {
  tagName: string;
  attrs: { name: string; value: string }[];
  selfClosing: boolean;
}

/**
 * A page in traditional characters: text, the attributes and metadata that readers meet, and structured data; addresses of pages
 * get the prefix. What is in another language than simplified Chinese, code, and what a reader has typed stay as they are.
 * @param html a whole page as readers get it
 * @param origin of the site, without a trailing slash: its canonical addresses get the prefix too
 */
export function convertPage(html: string, origin: string): string {
  const rewriter = new RewritingStream();
  const parts: string[] = [];
  /** The element whose content is left alone, and how many of its name are open in it. */
  let untouched: { name: string; depth: number } | undefined;
  let isData = false;
  let isSwitch = false;

  rewriter.on('startTag', (tag) => {
    if (untouched) {
      if (tag.tagName === untouched.name) untouched.depth++;
      convertLinks(tag);
      rewriter.emitStartTag(tag);
      return;
    }
    const lang = attributeOf(tag, 'lang');
    if (tag.tagName === 'a' && attributeOf(tag, 'hreflang') === 'zh-Hant') {
      // The way back.
      isSwitch = true;
      setAttribute(tag, 'hreflang', 'zh-Hans');
      setAttribute(tag, 'lang', 'zh-Hans');
      setAttribute(tag, 'href', withoutHant(attributeOf(tag, 'href') ?? ''));
      rewriter.emitStartTag(tag);
      return;
    }
    if (lang !== undefined && SIMPLIFIED.test(lang)) setAttribute(tag, 'lang', 'zh-Hant');
    const isForeign = lang !== undefined && !SIMPLIFIED.test(lang);
    convertLinks(tag);
    if (!isForeign) convertAttributes(tag, origin);
    if ((isForeign || UNTOUCHED.has(tag.tagName)) && !VOID.has(tag.tagName)) {
      isData = attributeOf(tag, 'type') === 'application/ld+json';
      untouched = { name: tag.tagName, depth: 1 };
    }
    rewriter.emitStartTag(tag);
  });
  rewriter.on('endTag', (tag) => {
    if (untouched?.name === tag.tagName && --untouched.depth === 0) {
      untouched = undefined;
      isData = false;
    }
    if (tag.tagName === 'a') isSwitch = false;
    rewriter.emitEndTag(tag);
  });
  rewriter.on('text', (_, raw) => {
    if (isData) rewriter.emitRaw(convertData(raw, origin));
    else if (isSwitch) rewriter.emitRaw('简体');
    // Character references are ASCII, which the table does not know.
    else rewriter.emitRaw(untouched ? raw : toTraditional(raw));
  });
  rewriter.on('data', (part: string | Buffer) => parts.push(String(part)));
  rewriter.end(html);
  return parts.join('');
}

/** Leads to the traditional form of pages, from passages in other languages as well. */
function convertLinks({ tagName, attrs }: Tag): void {
  for (const attribute of attrs) {
    const isLink = attribute.name === 'action' || (attribute.name === 'href' && tagName === 'a');
    if (isLink && hasHantForm(attribute.value)) attribute.value = hantHref(attribute.value);
  }
}

function convertAttributes(tag: Tag, origin: string): void {
  const { tagName, attrs } = tag;
  const name = attributeOf(tag, 'name') ?? attributeOf(tag, 'property') ?? '';
  for (const attribute of attrs) {
    const { value } = attribute;
    if (READ_ATTRIBUTES.has(attribute.name)) attribute.value = toTraditional(value);
    else if (attribute.name === 'href' && tagName === 'link' && attributeOf(tag, 'rel') === 'canonical')
      attribute.value = ownHantUrl(value, origin);
    else if (attribute.name === 'content' && tagName === 'meta') {
      if (READ_METADATA.test(name)) attribute.value = toTraditional(value);
      else if (name === 'og:url') attribute.value = ownHantUrl(value, origin);
      else if (name === 'og:locale') attribute.value = 'zh_TW';
    }
  }
}

/** An absolute address of the site's own in its traditional form. */
function ownHantUrl(url: string, origin: string): string {
  if (!url.startsWith(origin)) return url;
  const path = url.slice(origin.length) || '/';
  return hasHantForm(path) ? origin + hantHref(path) : url;
}

/** Structured data: texts are converted, the language and the page's addresses are told. */
function convertData(json: string, origin: string): string {
  const convert = (value: unknown, key: string): unknown => {
    if (key === 'inLanguage') return 'zh-Hant';
    if (typeof value === 'string') return /^https?:/.test(value) ? ownHantUrl(value, origin) : toTraditional(value);
    if (Array.isArray(value)) return value.map((item) => convert(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, convert(member, name)]));
  };
  return JSON.stringify(convert(JSON.parse(json), '')).replaceAll('<', '\\u003c');
}

const attributeOf = ({ attrs }: Tag, name: string): string | undefined =>
  attrs.find((found) => found.name === name)?.value;

function setAttribute(tag: Tag, name: string, value: string): void {
  const found = tag.attrs.find((attribute) => attribute.name === name);
  if (found) found.value = value;
  else tag.attrs.push({ name, value });
}
