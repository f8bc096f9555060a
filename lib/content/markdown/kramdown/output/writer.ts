import { numberLines } from '../../../typeset/numbered-lines.ts';
import type { Document } from '../document.ts';
import type { Attributes, Element } from '../element.ts';
import { VOID_ELEMENTS } from '../html-syntax.ts';
import { escapeCode, escapeText, writeAttributes } from './escape.ts';
import { FootnoteNumbers } from './footnotes.ts';
import { newBasicIdMaker } from './header-id.ts';
import { ROUGE_LANGUAGES } from './rouge-languages.ts';
import { type Heading, makeToc } from './toc.ts';
import { joinWideLines } from './wide-lines.ts';

/** Stand for the table of contents and for the notes until both are known. No text holds a NUL. */
const TOC_PLACE = '\0toc\0';
const FOOTNOTES_PLACE = '\0footnotes\0';

const LANGUAGE = /(?<![\p{Alphabetic}\p{M}\p{Nd}\p{Pc}])language-([^ \t\n\v\f\r]+)/u;

/** The language that a class names, and the attributes without it. */
function splitLanguage(attributes: Attributes | undefined): { language: string | undefined; rest: Attributes } {
  const rest: Attributes = new Map(attributes);
  const classes = rest.get('class') ?? '';
  const language = LANGUAGE.exec(classes)?.[1];
  if (language !== undefined) {
    const others = classes.replace(LANGUAGE, '').trim();
    if (others === '') rest.delete('class');
    else rest.set('class', others);
  }
  return { language, rest };
}

/** Writes a tree as HTML. */
export class HtmlWriter {
  private readonly document: Document;
  private readonly headings: Heading[] = [];
  private readonly notes: FootnoteNumbers;
  /** The list in whose place the table of contents stands. */
  private tocList: Element | undefined;
  private footnotesList: Element | undefined;
  private readonly makeId: (text: string) => string;

  constructor(document: Document) {
    this.document = document;
    this.notes = new FootnoteNumbers(document.options);
    this.makeId = newBasicIdMaker(document.options.autoIdPrefix);
  }

  /** The whole document, with the notes at its end or in the place of the list that asks for them. */
  writeDocument(root: Element): string {
    const body = this.inner(root);
    const notes = this.notes.write((element) => this.inner(element));
    const html = this.footnotesList === undefined ? body + notes : body.replace(FOOTNOTES_PLACE, () => notes);
    if (this.tocList === undefined) return html;
    const toc = makeToc(this.headings, this.tocList);
    const list = toc.children.length === 0 ? '' : this.writeSimple(toc, root);
    return html.replace(TOC_PLACE, () => list);
  }

  /** The children of an element. */
  private inner(parent: Element): string {
    let html = '';
    for (const child of parent.children) html += this.write(child, parent);
    return html;
  }

  private write(element: Element, parent: Element): string {
    switch (element.type) {
      case 'text':
        return joinWideLines(escapeText(element.value));
      case 'symbol':
        return element.value === '"' ? '"' : escapeText(element.value);
      case 'blank':
        return '\n';
      case 'p':
        return this.writeParagraph(element);
      case 'header':
        return this.writeHeader(element);
      case 'code-block':
        return this.writeCodeBlock(element);
      case 'code':
        return `<code${writeAttributes(element.attributes)}>${escapeCode(element.value)}</code>`;
      case 'ul':
      case 'ol':
        return this.writeList(element);
      case 'li':
      case 'dd':
        return this.writeItem(element);
      case 'dt':
        return this.writeTerm(element, parent);
      case 'tr':
        return this.writeRow(element, parent);
      case 'html':
        return this.writeHtmlElement(element, parent);
      case 'math':
        return this.writeMath(element);
      case 'footnote':
        return this.notes.writeMark(element.value, this.document.footnotes.get(element.value)?.content);
      default:
        return this.writeSimple(element, parent);
    }
  }

  private writeSimple(element: Element, parent: Element): string {
    const attributes = writeAttributes(element.attributes);
    switch (element.type) {
      case 'br':
        return '<br />';
      case 'hr':
        return `<hr${attributes} />\n`;
      case 'img':
        return `<img${attributes} />`;
      case 'em':
      case 'strong':
      case 'a':
        return `<${element.type}${attributes}>${this.inner(element)}</${element.type}>`;
      case 'abbreviation':
        return this.writeAbbreviation(element);
      case 'raw':
        return element.value + (element.isBlock ? '\n' : '');
      case 'comment':
        return `<!-- ${element.value} -->${element.isBlock ? '\n' : ''}`;
      case 'html-comment':
        return element.value + (element.isBlock && !isRawHtml(parent) ? '\n' : '');
      case 'raw-text':
      case 'block-end':
        return '';
      case 'root':
        return this.inner(element);
      default:
        return `<${element.type}${attributes}>\n${this.inner(element)}</${element.type}>\n`;
    }
  }

  private writeParagraph(element: Element): string {
    if (element.isTransparent) return this.inner(element);
    const [only, ...others] = element.children;
    if (only?.type === 'img' && others.length === 0 && only.list?.references.includes('standalone') === true) {
      return this.writeFigure(element, only);
    }
    return `<p${writeAttributes(element.attributes)}>${this.inner(element)}</p>\n`;
  }

  /** A picture on its own, with its alternative text below it. */
  private writeFigure(paragraph: Element, image: Element): string {
    const outside: Attributes = new Map(paragraph.attributes);
    const inside: Attributes = new Map(image.attributes);
    for (const name of ['class', 'id']) {
      const value = inside.get(name);
      if (value === undefined || outside.has(name)) continue;
      outside.set(name, value);
      inside.delete(name);
    }
    const caption = inside.get('alt') ?? '';
    return `<figure${writeAttributes(outside)}>\n<img${writeAttributes(inside)} />\n<figcaption>${caption}</figcaption>\n</figure>\n`;
  }

  private writeHeader(element: Element): string {
    const { options } = this.document;
    const attributes: Attributes = new Map(element.attributes);
    if (options.autoIds && !attributes.has('id')) attributes.set('id', this.makeId(element.detail ?? ''));
    const id = attributes.get('id');
    const isInToc = options.tocLevels.includes(element.level) && !/\bno_toc\b/.test(attributes.get('class') ?? '');
    if (id !== undefined && isInToc) this.headings.push({ level: element.level, id, children: element.children });
    const level = Math.max(1, Math.min(6, element.level + options.headerOffset));
    return `<h${level}${writeAttributes(attributes)}>${this.inner(element)}</h${level}>\n`;
  }

  private writeCodeBlock(element: Element): string {
    const { options } = this.document;
    const { language, rest } = splitLanguage(element.attributes);
    const known = language ?? options.defaultLanguage;
    const code = element.value.endsWith('\n') ? element.value.slice(0, -1) : element.value;
    const hasClass = known !== undefined && options.highlightsCode;
    const codeClass = hasClass ? writeAttributes(new Map([['class', `language-${known}`]])) : '';
    const block = `<pre${writeAttributes(rest)}><code${codeClass}>${escapeCode(code)}\n</code></pre>`;
    const { firstLineNumber } = options;
    const isNumbered = firstLineNumber !== undefined && options.highlightsCode;
    if (!isNumbered || !ROUGE_LANGUAGES.has(known ?? 'plaintext')) return `${block}\n`;
    return `${numberLines(code, block, firstLineNumber)}\n`;
  }

  private writeList(element: Element): string {
    const references = element.list?.references ?? [];
    if (this.tocList === undefined && references.includes('toc')) {
      this.tocList = element;
      return TOC_PLACE;
    }
    if (this.footnotesList === undefined && references.includes('footnotes')) {
      this.footnotesList = element;
      return FOOTNOTES_PLACE;
    }
    return `<${element.type}${writeAttributes(element.attributes)}>\n${this.inner(element)}</${element.type}>\n`;
  }

  private writeItem(element: Element): string {
    const first = element.children[0];
    const isInline = first === undefined || (first.type === 'p' && first.isTransparent);
    const inside = this.inner(element);
    return `<${element.type}${writeAttributes(element.attributes)}>${isInline ? '' : '\n'}${inside}</${element.type}>\n`;
  }

  /** A term has an id where the list asks for it: `{:auto_ids}`, `{:auto_ids-prefix}`. */
  private writeTerm(element: Element, list: Element): string {
    const attributes: Attributes = new Map(element.attributes);
    for (const reference of attributes.has('id') ? [] : (list.list?.references ?? [])) {
      const match = /^auto_ids(?:-([\w-]+))?/.exec(reference);
      if (match === null) continue;
      attributes.set('id', (match[1] ?? '') + newBasicIdMaker('')(element.detail ?? ''));
      break;
    }
    return `<dt${writeAttributes(attributes)}>${this.inner(element)}</dt>\n`;
  }

  private writeRow(row: Element, part: Element): string {
    const name = part.type === 'thead' ? 'th' : 'td';
    let html = '<tr>\n';
    row.children.forEach((cell, column) => {
      const alignment = row.alignment?.[column];
      const style = alignment === undefined ? '' : ` style="text-align: ${alignment}"`;
      html += `<${name}${style}>${this.inner(cell) || '\u00a0'}</${name}>\n`;
    });
    return `${html}</tr>\n`;
  }

  private writeHtmlElement(element: Element, parent: Element): string {
    const inside = this.inner(element);
    const name = element.value;
    const start = `<${name}${writeAttributes(element.attributes)}`;
    if (!element.isBlock)
      return inside === '' && VOID_ELEMENTS.has(name) ? `${start} />` : `${start}>${inside}</${name}>`;
    const end = isRawHtml(parent) ? '' : '\n';
    if ((element.isClosed && element.model === 'raw') || (inside === '' && VOID_ELEMENTS.has(name)))
      return `${start} />${end}`;
    if (inside === '' || element.model !== 'block') return `${start}>${inside}</${name}>${end}`;
    return `${start}>\n${inside.replace(/\n$/, '')}\n</${name}>${end}`;
  }

  /** The TeX of a formula, with a class by which it is drawn later on. */
  private writeMath(element: Element): string {
    const attributes = writeAttributes(element.attributes);
    const tex = escapeCode(element.value);
    if (!this.document.options.rendersMath) {
      if (element.isBlock) return `<div${attributes}>$$\n${tex}\n$$</div>\n`;
      return `<span${attributes}>$${tex}$</span>`;
    }
    const source = `<code class="${element.isBlock ? 'tex-block' : 'tex'}">${tex}</code>`;
    if (element.isBlock) return `<div${attributes}>${source}</div>\n`;
    return attributes === '' ? source : `<span${attributes}>${source}</span>`;
  }

  private writeAbbreviation(element: Element): string {
    const abbreviation = this.document.abbreviations.get(element.value);
    const attributes: Attributes = new Map(abbreviation?.mark.attributes);
    if (abbreviation !== undefined && abbreviation.title !== '') attributes.set('title', abbreviation.title);
    return `<abbr${writeAttributes(attributes)}>${escapeText(element.value)}</abbr>`;
  }
}

const isRawHtml = (element: Element): boolean => element.type === 'html' && element.model === 'raw';
