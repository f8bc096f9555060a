import type { SafeHtml } from '../content/index.ts';
import { listWidths, type Picture, type ShownFile, scaledHref, THUMBNAIL_WIDTH, versionedHref } from './picture.ts';

/** In sanitized HTML `<` begins a tag and nothing else, values stand between double quotes, and a void element ends with ` />`. */
const IMAGE = /<img\b[^>]*? src="([^"]*)"[^>]*>/g;

/** Addresses of the pictures of a body, as they are written in it. */
export const listSources = (html: string): string[] =>
  html.includes('<img') ? [...new Set(Array.from(html.matchAll(IMAGE), ([, source = '']) => source))] : [];

/** Host of a picture that is none of the portal's. */
const FOREIGN = /^https?:\/\/([^/?#"]+)/;

/**
 * A body for a page. Pictures of the content folder get their size, so that the text does not jump, their version, so that browsers may
 * keep them, and the widths that fit screens. The others get the name of their host, which is read where they cannot be shown. Adds no
 * text and no address of content to the markup.
 * @param pictures by their addresses, as they are written in the body
 */
export function showPictures(html: SafeHtml, pictures: Readonly<Record<string, ShownFile>>): SafeHtml {
  if (!html.includes('<img')) return html;
  return html.replace(IMAGE, (tag: string, source: string, place: number) => {
    const host = FOREIGN.exec(source)?.[1];
    if (host !== undefined) return withAttributes(tag, ` data-host="${host}"`);
    const file = Object.hasOwn(pictures, source) ? pictures[source] : undefined;
    return file ? showFile(place < NEAR_TOP ? atOnce(tag) : tag, source, file) : tag;
  }) as SafeHtml;
}

/** A picture that begins before this many characters of the body is probably seen when the page opens. */
const NEAR_TOP = 300;

/** What is seen first is not loaded last. */
const atOnce = (tag: string): string => tag.replace(' loading="lazy"', ' fetchpriority="high"');

function showFile(tag: string, source: string, file: ShownFile): string {
  // A function: what stands for a part of the match in a text would be replaced.
  const versioned = tag.replace(` src="${source}"`, () => ` src="${versionedHref(file)}"`);
  const { picture } = file;
  if (!picture) return versioned;
  const { width, height } = shownSize(picture, attributeOf(tag, 'width'), attributeOf(tag, 'height'));
  const image = withAttributes(
    versioned.replace(/ (?:width|height)="[^"]*"/g, ''),
    ` width="${width}" height="${height}"`,
  );
  const sources = listSourceSet(file, width);
  return sources === '' ? image : `<picture><source type="image/webp"${sources} />${image}</picture>`;
}

const withAttributes = (tag: string, attributes: string): string => tag.replace(/ ?\/?>$/, () => `${attributes} />`);

/** A number of pixels that the file of the article says itself. */
function attributeOf(tag: string, name: 'width' | 'height'): number | undefined {
  const value = new RegExp(` ${name}="(\\d{1,6})"`).exec(tag)?.[1];
  return value === undefined ? undefined : Number(value);
}

/** The width, or else the height, is that of the article; the form is the picture's own, in which browsers show it once it is there. */
function shownSize(
  { width, height }: Picture,
  writtenWidth?: number,
  writtenHeight?: number,
): { width: number; height: number } {
  if (writtenWidth !== undefined) {
    return { width: writtenWidth, height: Math.max(1, Math.round((writtenWidth * height) / width)) };
  }
  if (writtenHeight === undefined) return { width, height };
  return { width: Math.max(1, Math.round((writtenHeight * width) / height)), height: writtenHeight };
}

/** Width of the column of text, in units of CSS, and the space beside it on a small screen. */
const COLUMN = { rem: 42, pixels: 672, margins: '2rem' } as const;

/** `srcset` and `sizes` of what stands in the column of text; empty where the picture is sent as it is. */
function listSourceSet(file: ShownFile, shownWidth: number): string {
  const widths = file.picture ? listWidths(file.picture).filter((width) => width > THUMBNAIL_WIDTH) : [];
  if (widths.length === 0) return '';
  const set = widths.map((width) => `${scaledHref(file, width)} ${width}w`).join(', ');
  const most = shownWidth < COLUMN.pixels ? `${shownWidth}px` : `${COLUMN.rem}rem`;
  return ` srcset="${set}" sizes="min(100vw - ${COLUMN.margins}, ${most})"`;
}
