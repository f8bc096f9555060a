/** How well stories are found: on pairs of the real archive that people have labelled, and on texts that were edited. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { PortalFolder, postText } from '../../support/portal-folder.ts';
import { randomFrom } from '../../support/random.ts';
import { SHARED, withoutShared } from '../../support/shared.ts';

/** Pairs of the real archive that tell the same, by their codes: a text that was taken over, and two reports about one event. */
const labelled = JSON.parse(readFileSync('tests/fixtures/stories/pairs.json', 'utf8')) as Record<
  'text' | 'event',
  [string, string][]
>;

/** Pairs of articles in one story, each as their slugs in order. */
async function listPairs(folder: PortalFolder): Promise<Set<string>> {
  const rows = await folder.query('SELECT s.story, a.slug FROM story_articles s JOIN articles a ON a.id = s.article');
  const stories = Map.groupBy(rows, ({ story }) => story);
  const pairs = [...stories.values()].flatMap((members) =>
    members.flatMap(({ slug }) => members.map((other) => [String(slug), String(other.slug)])),
  );
  return new Set(pairs.filter(([a = '', b = '']) => a < b).map((pair) => pair.join(' ')));
}

/** Slugs that no article takes for those of a wire post and its media post: twins would be put together without their texts. */
const plainSlug = (code: string): string => code.replace('NW', 'media-').replace(/^(?=\d)/, 'wire-');
const keyOf = (pair: readonly string[]): string => pair.map(plainSlug).sort().join(' ');

/** The posts of the real archive, each from a source of its own. */
async function publishReal(context: TestContext): Promise<Set<string>> {
  const folder = new PortalFolder(context, { '_config.yml': 'markdown: kramdown\n' });
  const posts = join(SHARED, 'corpus/real/_posts');
  for (const [n, name] of readdirSync(posts).entries()) {
    const [, day, code] = /^(\d{4}-\d\d-\d\d)-((?:NW)?\d{18})\.md$/.exec(name) ?? [];
    if (day === undefined || code === undefined) continue;
    const text = readFileSync(join(posts, name), 'utf8')
      .trimStart()
      .replace(/^categories:.*$/m, `categories: c${n}`)
      .replace('（文章来源：', `（文章来源：c${n}，`);
    folder.write(`_posts/${day}-${plainSlug(code)}.md`, text);
  }
  await folder.update();
  return listPairs(folder);
}

test('finds in the real archive texts that were taken over, and no two that tell different things', {
  skip: withoutShared,
}, async (context) => {
  const found = await publishReal(context);
  const [texts, events] = [labelled.text, labelled.event].map((pairs) => pairs.map(keyOf));
  const count = (pairs: readonly string[] = []): number => pairs.filter((pair) => found.has(pair)).length;
  assert.deepEqual(
    {
      // Two pairs of one sentence each are too short to be compared.
      texts: `${count(texts)} of ${texts?.length}`,
      // Reports in other words about one event are not looked for.
      events: `${count(events)} of ${events?.length}`,
      wrong: [...found].filter((pair) => !texts?.includes(pair) && !events?.includes(pair)),
    },
    { texts: '9 of 11', events: '0 of 19', wrong: [] },
  );
});

test('finds in the real archive as it is one story of two texts that are no twins, and no wrong one', {
  skip: withoutShared,
}, async (context) => {
  const folder = new PortalFolder(context, { '_config.yml': 'markdown: kramdown\n' });
  const posts = join(SHARED, 'corpus/real/_posts');
  for (const name of readdirSync(posts)) folder.write(`_posts/${name}`, readFileSync(join(posts, name), 'utf8'));
  await folder.update();
  const found = await listPairs(folder);
  const pairs = labelled.text.map((pair) => pair.toSorted());
  const isTwin = ([a = '', b = '']: string[]): boolean => a === b.replace('NW', '');
  const others = pairs.filter((pair) => !isTwin(pair)).map((pair) => pair.join(' '));
  assert.deepEqual(
    {
      // A wire post and its media post are one article for readers, and no story without a third one.
      twins: pairs.filter(isTwin).length,
      others: `${others.filter((pair) => found.has(pair)).length} of ${others.length}`,
      events: labelled.event.filter((pair) => found.has(pair.toSorted().join(' '))).length,
      wrong: [...found].filter((pair) => !others.includes(pair)),
    },
    { twins: 8, others: '1 of 3', events: 0, wrong: [] },
  );
});

const ARTICLES = 200;
const HAN = 3_000;

/** Texts of phrases that they have in common, as news has. */
class Writer {
  readonly #random = randomFrom(20_260_301);
  readonly #phrases = Array.from({ length: 1_000 }, () => this.#characters(3 + this.#below(8)));

  #below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #characters(count: number): string {
    return Array.from({ length: count }, () => String.fromCharCode(0x4e00 + this.#below(HAN))).join('');
  }

  /** Some 150 to 1,500 characters. */
  write(): string {
    const phrases = Array.from({ length: 20 + this.#below(180) }, () => this.#phrases[this.#below(1_000)]);
    return `${phrases.join('，')}。`;
  }

  /** Cuts out, puts in and replaces runs of 2 to 12 characters, until a share of a text is changed. */
  edit(text: string, share: number): string {
    let edited = text;
    for (let left = Math.round(share * text.length); left > 0; ) {
      const length = Math.min(left, 2 + this.#below(11));
      left -= length;
      const start = this.#below(edited.length - length);
      const kind = this.#below(3);
      const put = kind === 0 ? '' : this.#characters(length);
      edited = edited.slice(0, start) + put + edited.slice(kind === 1 ? start : start + length);
    }
    return edited;
  }
}

for (const [share, expected] of [
  [0.05, '200 of 200'],
  [0.1, '199 of 200'],
  [0.2, '175 of 200'],
] as const) {
  test(`finds ${expected} texts of which ${100 * share} % was edited, and no wrong one`, async (context) => {
    const writer = new Writer();
    const folder = new PortalFolder(context);
    for (let n = 0; n < ARTICLES; n++) {
      const text = writer.write();
      folder.write(`_posts/2022-03-01-${n}-a.md`, postText({ title: `甲${n}`, categories: 'ribao' }, text));
      const edited = writer.edit(text, share);
      folder.write(`_posts/2022-03-02-${n}-b.md`, postText({ title: `乙${n}`, categories: 'wanbao' }, edited));
    }
    await folder.update();
    const found = await listPairs(folder);
    const right = Array.from({ length: ARTICLES }, (_, n) => `${n}-a ${n}-b`).filter((pair) => found.has(pair)).length;
    assert.deepEqual({ right: `${right} of ${ARTICLES}`, wrong: found.size - right }, { right: expected, wrong: 0 });
  });
}
