import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import decompress from 'woff2-encoder/decompress';
import { listCharacters } from './font-characters.ts';
import { FONT_SETTINGS } from './job.ts';

/** A font in a hundred parts, each with some of its characters (OFL 1.1). */
const PACKAGE = '@fontsource-variable/noto-serif-sc';
/** Family of its files, and the weight of headlines. */
export const FONT = 'Noto Serif SC';
const COVERAGE = 'characters.json';

/** Code points that the font has, as ranges with both ends. */
export type Ranges = readonly (readonly [first: number, last: number])[];

/**
 * Unpacks the font for the libraries that draw text, which do not read its files as browsers get them. To be called before text is drawn.
 * No font of the system is used.
 * @returns the characters that can be drawn
 */
export async function prepareFonts(folder: string): Promise<Ranges> {
  const known = await readRanges(folder);
  if (known) return known;
  // Another process may do the same: the folder appears as a whole.
  const work = `${folder}.${process.pid}`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const ranges = await unpack(work);
  await writeFile(join(work, FONT_SETTINGS), settingsOf(folder));
  await writeFile(join(work, COVERAGE), JSON.stringify(ranges));
  await rm(folder, { recursive: true, force: true });
  await rename(work, folder);
  return ranges;
}

async function readRanges(folder: string): Promise<Ranges | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, COVERAGE), 'utf8')) as Ranges;
  } catch {
    return undefined;
  }
}

async function unpack(target: string): Promise<Ranges> {
  const source = join(dirname(fileURLToPath(import.meta.resolve(`${PACKAGE}/package.json`))), 'files');
  const characters = new Set<number>();
  for (const name of await readdir(source)) {
    const font = await decompress(await readFile(join(source, name)));
    for (const character of listCharacters(font)) characters.add(character);
    await writeFile(join(target, name.replace(/woff2$/, 'ttf')), font);
  }
  return toRanges([...characters].sort((a, b) => a - b));
}

function toRanges(sorted: readonly number[]): Ranges {
  const ranges: [number, number][] = [];
  for (const character of sorted) {
    const last = ranges.at(-1);
    if (last && character === last[1] + 1) last[1] = character;
    else ranges.push([character, character]);
  }
  return ranges;
}

const settingsOf = (folder: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${escapeXml(folder)}</dir>
  <cachedir>${escapeXml(join(folder, 'cache'))}</cachedir>
</fontconfig>
`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

export const escapeXml = (text: string): string => text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? '');
