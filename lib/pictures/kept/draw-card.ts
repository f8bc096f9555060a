import sharp, { type OverlayOptions } from 'sharp';
import { CARD_SIZE } from '../card.ts';
import { cardTexts, lengthOf } from './card-texts.ts';
import { escapeXml, FONT, prepareFonts } from './fonts.ts';
import type { Job } from './job.ts';

/** Colours of the portal's light pages. */
const PAPER = '#fdfcfa';
const INK = '#1b1a18';
const MUTED = '#635e57';
const ACCENT = '#a8201a';
const LINE = '#ddd8d0';

/** Pixels. */
const MARGIN = 80;
const WIDTH = CARD_SIZE.width - 2 * MARGIN;
const HEAD = { top: 56, size: 30, rule: 118 } as const;
const HEADLINE = { top: 158, height: 316 } as const;
const FOOT = { rule: 510, top: 536, size: 34 } as const;
/** Sizes of headlines, and the height of a line for each: the largest in which the headline has room is taken. */
const SIZES = [112, 96, 84, 74, 64, 56, 48] as const;
/** Of the font itself. */
const LINE_HEIGHT = 1.43;

interface Text {
  text: string;
  size: number;
  color: string;
  weight: number;
  /** Absent for one line, however long. */
  width?: number;
}

/** A text as a picture of its own. */
async function draw({
  text,
  size,
  color,
  weight,
  width,
}: Text): Promise<{ data: Buffer; height: number; width: number }> {
  const markup = `<span foreground="${color}" weight="${weight}" lang="zh-CN">${escapeXml(text)}</span>`;
  const isBlock = width !== undefined;
  const { data, info } = await sharp({
    text: {
      text: markup,
      font: `${FONT} ${size}px`,
      rgba: true,
      ...(isBlock && { width, wrap: 'word-char' as const }),
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { data, height: info.height, width: info.width };
}

/** The headline in the largest size in which it has room. */
async function drawHeadline(text: string): Promise<Buffer> {
  for (const size of SIZES) {
    // Drawing takes time: what cannot have room is not tried.
    const lines = Math.ceil((lengthOf(text) * size) / WIDTH);
    if (lines * size * LINE_HEIGHT > HEADLINE.height + size) continue;
    const { data, height, width } = await draw({ text, size, color: INK, weight: 700, width: WIDTH });
    if (height <= HEADLINE.height && width <= WIDTH) return data;
  }
  throw new Error('the headline has no room');
}

const rule = (top: number, height: number, background: string): OverlayOptions => ({
  input: { create: { width: WIDTH, height, channels: 3, background } },
  left: MARGIN,
  top,
});

/** Draws a card: the name of the site and the day, the headline, and whose article it is. @throws where that cannot be */
export async function drawCard({ card, fontsDir, target }: Extract<Job, { kind: 'card' }>): Promise<void> {
  const { headline, source, site, day } = cardTexts(card, await prepareFonts(fontsDir));
  const name = await draw({ text: site, size: HEAD.size, color: INK, weight: 700 });
  const date = await draw({ text: day, size: HEAD.size - 4, color: MUTED, weight: 400 });
  const author = await draw({ text: source, size: FOOT.size, color: ACCENT, weight: 700 });
  await sharp({ create: { ...CARD_SIZE, channels: 3, background: PAPER } })
    .composite([
      rule(0, 12, ACCENT),
      { input: name.data, left: MARGIN, top: HEAD.top },
      { input: date.data, left: CARD_SIZE.width - MARGIN - date.width, top: HEAD.top + name.height - date.height },
      rule(HEAD.rule, 3, INK),
      { input: await drawHeadline(headline), left: MARGIN, top: HEADLINE.top },
      rule(FOOT.rule, 2, LINE),
      { input: author.data, left: MARGIN, top: FOOT.top },
    ])
    // Few colours: a quarter of the bytes.
    .png({ palette: true, colours: 64, compressionLevel: 9 })
    .toFile(target);
}
