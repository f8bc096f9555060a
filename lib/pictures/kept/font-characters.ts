/** The characters of a TrueType font: its table `cmap` (OpenType 1.9, formats 4 and 12), which the fonts of the portal have. */
export function listCharacters(font: Uint8Array): number[] {
  const data = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const table = findTable(data);
  if (table === undefined) return [];
  const characters: number[] = [];
  const count = data.getUint16(table + 2);
  for (let i = 0; i < count; i++) {
    const start = table + data.getUint32(table + 4 + i * 8 + 4);
    const format = data.getUint16(start);
    if (format === 4) characters.push(...readSegments(data, start));
    else if (format === 12) characters.push(...readGroups(data, start));
  }
  return characters;
}

function findTable(data: DataView): number | undefined {
  const count = data.getUint16(4);
  for (let i = 0; i < count; i++) {
    const record = 12 + i * 16;
    if (data.getUint32(record) === 0x636d6170) return data.getUint32(record + 8);
  }
  return undefined;
}

/** Segment mapping to delta values. */
function* readSegments(data: DataView, start: number): Generator<number> {
  const length = data.getUint16(start + 6);
  const ends = start + 14;
  const starts = ends + length + 2;
  const deltas = starts + length;
  const offsets = deltas + length;
  for (let i = 0; i < length; i += 2) {
    const offset = data.getUint16(offsets + i);
    for (let character = data.getUint16(starts + i); character <= data.getUint16(ends + i); character++) {
      const place = offsets + i + offset + 2 * (character - data.getUint16(starts + i));
      const glyph = offset === 0 ? character + data.getUint16(deltas + i) : data.getUint16(place);
      if ((glyph & 0xffff) !== 0 && character !== 0xffff) yield character;
    }
  }
}

/** Segmented coverage. */
function* readGroups(data: DataView, start: number): Generator<number> {
  const count = data.getUint32(start + 12);
  for (let i = 0; i < count; i++) {
    const group = start + 16 + i * 12;
    for (let character = data.getUint32(group); character <= data.getUint32(group + 4); character++) yield character;
  }
}
