import { RewritingStream } from 'parse5-html-rewriting-stream';
import { VOID_ELEMENTS } from '../html-elements.ts';
import { hasTraditionalForm, SIMPLIFIED_LANGUAGE as SIMPLIFIED, simplifiedHref, traditionalHref } from './addresses.ts';
import { toTraditional } from './to-traditional.ts';

/** Attributes that readers see or hear. */
const READ_ATTRIBUTES = new Set([
  'title',
  'alt',
  'aria-label',
  'placeholder',
  'label',
  'data-done',
  'data-failed',
  'data-words',
]);
/** Metadata that readers see in search results and previews. */
const READ_METADATA =
  /^(?:description|og:(?:title|description|site_name|image:alt)|article:(?:section|tag)|twitter:(?:title|description))$/;
/** Elements whose content is not prose. */
const UNTOUCHED = new Set(['script', 'style', 'code', 'kbd', 'samp', 'textarea']);

interface Tag {
  tagName: string;
  attrs: { name: string; value: string }[];
  selfClosing: boolean;
}

/**
 * Converts a page to traditional characters: its text, the attributes and metadata that readers see, and its structured data.
 * Links to pages get the prefix. Text in other languages than simplified Chinese, code, and the values of form fields stay as they
 * are.
 * @param html a whole page as readers get it
 * @param origin of the site, without a trailing slash: its canonical addresses get the prefix too
 */
export function convertPage(html: string, origin: string): string {
  const rewriter = new RewritingStream();
  const parts: string[] = [];
  /** The element whose content stays as it is, and how many elements of its name are open, itself included. */
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
      // The link to this page becomes the link to the simplified page.
      isSwitch = true;
      setAttribute(tag, 'hreflang', 'zh-Hans');
      setAttribute(tag, 'lang', 'zh-Hans');
      setAttribute(tag, 'href', simplifiedHref(attributeOf(tag, 'href') ?? ''));
      rewriter.emitStartTag(tag);
      return;
    }
    if (lang !== undefined && SIMPLIFIED.test(lang)) setAttribute(tag, 'lang', 'zh-Hant');
    const isForeign = lang !== undefined && !SIMPLIFIED.test(lang);
    convertLinks(tag);
    if (!isForeign) convertAttributes(tag, origin);
    if ((isForeign || UNTOUCHED.has(tag.tagName)) && !VOID_ELEMENTS.has(tag.tagName)) {
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
    // Character references are ASCII, which the conversion leaves alone.
    else rewriter.emitRaw(untouched ? raw : toTraditional(raw));
  });
  rewriter.on('data', (part: string | Buffer) => parts.push(String(part)));
  rewriter.end(html);
  return parts.join('');
}

/** Points links and forms to the traditional form of pages, in text of every language. */
function convertLinks({ tagName, attrs }: Tag): void {
  for (const attribute of attrs) {
    const isLink = attribute.name === 'action' || (attribute.name === 'href' && tagName === 'a');
    if (isLink && hasTraditionalForm(attribute.value)) attribute.value = traditionalHref(attribute.value);
  }
}

function convertAttributes(tag: Tag, origin: string): void {
  const { tagName, attrs } = tag;
  const name = attributeOf(tag, 'name') ?? attributeOf(tag, 'property') ?? '';
  for (const attribute of attrs) {
    const { value } = attribute;
    if (READ_ATTRIBUTES.has(attribute.name)) attribute.value = toTraditional(value);
    else if (attribute.name === 'href' && tagName === 'link' && attributeOf(tag, 'rel') === 'canonical')
      attribute.value = ownTraditionalUrl(value, origin);
    else if (attribute.name === 'content' && tagName === 'meta') {
      if (READ_METADATA.test(name)) attribute.value = toTraditional(value);
      else if (name === 'og:url') attribute.value = ownTraditionalUrl(value, origin);
      else if (name === 'og:locale') attribute.value = 'zh_TW';
    }
  }
}

/** The traditional form of an absolute address, if it is a page of this site. */
function ownTraditionalUrl(url: string, origin: string): string {
  if (!url.startsWith(origin)) return url;
  const path = url.slice(origin.length) || '/';
  return hasTraditionalForm(path) ? origin + traditionalHref(path) : url;
}

/** Converts JSON-LD: its texts, its language, and addresses of this site's pages. */
function convertData(json: string, origin: string): string {
  const convert = (value: unknown, key: string): unknown => {
    if (key === 'inLanguage') return 'zh-Hant';
    if (typeof value === 'string')
      return /^https?:/.test(value) ? ownTraditionalUrl(value, origin) : toTraditional(value);
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
