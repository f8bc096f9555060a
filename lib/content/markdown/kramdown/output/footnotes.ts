import { Element } from '../element.ts';
import type { KramdownOptions } from '../options.ts';
import { escapeText } from './escape.ts';

interface Note {
  name: string;
  number: number;
  content: Element;
  /** Marks after the first one. */
  repeats: number;
}

/** Links back that a note has; a note that is marked more often does without the others. */
const MAX_REPEATS = 1000;

/** The notes of a document in the order of their first marks. */
export class FootnoteNumbers {
  private readonly options: KramdownOptions;
  private readonly byName = new Map<string, Note>();
  private readonly notes: Note[] = [];

  constructor(options: KramdownOptions) {
    this.options = options;
  }

  /** The mark of a note in the text: its number, a link to it. */
  writeMark(name: string, content: Element | undefined): string {
    if (content === undefined) return '';
    let note = this.byName.get(name);
    let repeat = '';
    if (note === undefined) {
      note = {
        name: this.options.footnotePrefix + name,
        number: this.options.footnoteNumber + this.notes.length,
        content,
        repeats: 0,
      };
      this.byName.set(name, note);
      this.notes.push(note);
    } else {
      note.repeats++;
      repeat = `:${note.repeats}`;
    }
    return (
      `<sup id="fnref:${note.name}${repeat}" role="doc-noteref">` +
      `<a href="#fn:${note.name}" class="footnote" rel="footnote">${note.number}</a></sup>`
    );
  }

  /** All notes as a list, each with links back to its marks. Notes may hold marks of others, which are added while they are written. */
  write(inner: (element: Element) => string): string {
    let items = '';
    for (let index = 0; index < this.notes.length; index++) {
      const note = this.notes[index];
      if (note !== undefined) items += this.writeNote(note, inner);
    }
    if (items === '') return '';
    const start = this.options.footnoteNumber === 1 ? '' : ` start="${this.options.footnoteNumber}"`;
    return `<div class="footnotes" role="doc-endnotes">\n<ol${start}>\n${items}</ol>\n</div>\n`;
  }

  private writeNote(note: Note, inner: (element: Element) => string): string {
    const place = this.placeOfLinks(note.content);
    const links = this.links(note, place !== undefined);
    place?.children.push(new Element('raw', links));
    let html = inner(note.content);
    place?.children.pop();
    if (place === undefined && links !== '') html += `<p>${links}</p>\n`;
    return `<li id="fn:${note.name}" role="doc-endnote">\n${html}</li>\n`;
  }

  /** The paragraph at whose end the links stand; nothing where they have one of their own. */
  private placeOfLinks(note: Element): Element | undefined {
    let parent = note;
    if (note.children.at(-1)?.type !== 'p' && !this.options.footnoteBacklinkInline) return undefined;
    for (let last = parent.children.at(-1); last !== undefined; last = parent.children.at(-1)) {
      if (last.type === 'p' || last.type === 'header') return last;
      parent = last;
    }
    return undefined;
  }

  private links(note: Note, isAfterText: boolean): string {
    const { footnoteBacklink } = this.options;
    if (footnoteBacklink === '') return '';
    const text = escapeText(footnoteBacklink);
    const link = (target: string, inside: string): string =>
      `<a href="#fnref:${target}" class="reversefootnote" role="doc-backlink">${inside}</a>`;
    let html = (isAfterText ? '\u00a0' : '') + link(note.name, text);
    for (let repeat = 1; repeat <= Math.min(note.repeats, MAX_REPEATS); repeat++) {
      html += `\u00a0${link(`${note.name}:${repeat}`, `${text}<sup>${repeat + 1}</sup>`)}`;
    }
    return html;
  }
}
