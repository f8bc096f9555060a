import { quoteValue } from '../errors.ts';
import { parseDate } from '../front-matter/dates.ts';
import type { Fields } from '../front-matter/fields.ts';
import { DATE_EXAMPLE } from '../front-matter/head.ts';
import { textOf } from '../front-matter/values.ts';
import type { YamlValue } from '../front-matter/yaml.ts';
import { cleanLine } from '../plain-text.ts';
import type { ContentSettings } from '../settings.ts';

const FIELD = 'correction';
const EXPECTED = 'a text, a mapping such as {date: 2022-02-22, text: 更正的内容}, or a list of these';

/** What was wrong in an article, in the words of its editors. */
export interface Correction {
  /** One line of text, never HTML. */
  text: string;
  /** In seconds since 1970; absent where the file does not say it. */
  correctedAt?: number;
}

interface Corrections {
  /** The newest first; those without a date last, in the order of the file. */
  corrections: Correction[];
  /** When the next one is shown, in seconds since 1970. */
  changesAt?: number;
}

/** Reads `correction`. One that cannot be read is left out, one of the future until its time comes. @param now seconds since 1970 */
export function readCorrections(fields: Fields, settings: ContentSettings, now: number): Corrections {
  const value = fields.value(FIELD) ?? [];
  const all = (Array.isArray(value) ? value : [value]).flatMap((item) => readOne(fields, item, settings) ?? []);
  const isDue = ({ correctedAt = 0 }: Correction): boolean => correctedAt <= now;
  const later = all.flatMap(({ correctedAt = 0 }) => (correctedAt > now ? [correctedAt] : []));
  return {
    corrections: all.filter(isDue).sort((a, b) => (b.correctedAt ?? 0) - (a.correctedAt ?? 0)),
    ...(later.length > 0 && { changesAt: Math.min(...later) }),
  };
}

function readOne(fields: Fields, item: YamlValue, settings: ContentSettings): Correction | undefined {
  const isMapping = item instanceof Map;
  const text = cleanLine(textOf(isMapping ? item.get('text') : item) ?? '');
  if (text === '') {
    const isBlank = item === null || textOf(item)?.trim() === '';
    if (!isBlank) fields.warn(FIELD, EXPECTED, 'it is left out', item);
    return undefined;
  }
  const date: YamlValue = (isMapping && item.get('date')) || '';
  const correctedAt = parseDate(date, settings)?.instant;
  if (correctedAt === undefined && date !== '') {
    const outcome = 'the correction is shown without it';
    fields.addWarning(FIELD, `${FIELD}: found the date ${quoteValue(date)}, expected ${DATE_EXAMPLE}; ${outcome}`);
  }
  return { text, ...(correctedAt !== undefined && { correctedAt }) };
}
