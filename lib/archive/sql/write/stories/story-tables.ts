import type { SearchIndexWriter } from '../../../../search/index.ts';
import { copiesMark, LEADING_STORIES_MARK, storiesOfDayMark } from '../../../marks.ts';
import type { Database } from '../../database.ts';
import { formatDay } from '../../days.ts';
import type { ChangeLog } from '../change-log.ts';
import { measureCoverage, type StoryMember } from './coverage.ts';
import { type LinkedSet, StoryLinks } from './links.ts';
import { findStories, readMembers, readStory, replaceStories, type StoredStory, toStory } from './rows.ts';
import { StoryIds } from './story-ids.ts';

interface StoryParts {
  db: Database;
  search: SearchIndexWriter;
  changes: ChangeLog;
  /** Day of an instant in the site's zone: yyyymmdd. */
  dayOf: (seconds: number) => number;
}

/**
 * The tables of stories. A story is a connected component of the articles whose texts are copies of each other, with their twins. An
 * article that comes is linked to the stories of its copies. A story from which one goes is made anew of what is left. So the stories
 * are those that the same articles make in any order.
 */
export class StoryTables {
  readonly #db: Database;
  readonly #search: SearchIndexWriter;
  readonly #changes: ChangeLog;
  readonly #dayOf: StoryParts['dayOf'];
  readonly #ids: StoryIds;
  /** Articles that came or changed, with their times of publication. */
  readonly #added = new Map<number, number>();
  /** Articles that went or changed. */
  readonly #gone = new Set<number>();

  constructor({ db, search, changes, dayOf }: StoryParts) {
    this.#db = db;
    this.#search = search;
    this.#changes = changes;
    this.#dayOf = dayOf;
    this.#ids = new StoryIds(db, changes);
  }

  /** @param publishedAt seconds since 1970 */
  add(article: number, publishedAt: number): void {
    this.#added.set(article, publishedAt);
  }

  remove(article: number): void {
    this.#added.delete(article);
    this.#gone.add(article);
  }

  /** Brings the stories up to date. To be called behind `search.settle`. */
  async settle(): Promise<void> {
    if (this.#added.size === 0 && this.#gone.size === 0) return;
    const broken = await this.#readStories(await findStories(this.#db, [...this.#gone]));
    const left = await this.#readLeft(broken);
    const again = new Map([...left.values()].flat().map(({ id, publishedAt }) => [id, publishedAt]));
    const links = new StoryLinks(this.#db, this.#search, new Set(broken.map(({ number }) => number)));
    const sets = await links.link({ added: this.#added, again }, this.#changes.isNew);
    const joined = await this.#readStories(sets.flatMap(({ stories }) => stories));
    const before = [...broken, ...joined];
    const { stories, members } = await this.#make(sets, joined);
    const changed = await replaceStories(this.#db, before, stories);
    const isPublished = new Set(stories.flatMap((story) => (story.row ? [...story.places.values()] : [])));
    await this.#ids.give(members.filter(({ id }) => isPublished.has(id)));
    await this.#touch(changed);
    for (const article of this.#gone) if (!isPublished.has(article)) await this.#passOn(article, broken, left);
    this.#added.clear();
    this.#gone.clear();
  }

  async #readStories(numbers: readonly number[]): Promise<StoredStory[]> {
    const stories: StoredStory[] = [];
    for (const number of numbers) stories.push(await readStory(this.#db, number));
    return stories;
  }

  /** What is left of stories from which articles went, by their numbers; the earliest first. */
  async #readLeft(broken: readonly StoredStory[]): Promise<Map<number, StoryMember[]>> {
    const left = new Map<number, StoryMember[]>();
    for (const { number, places } of broken) {
      const articles = [...places.values()].filter((article) => !this.#gone.has(article));
      const { shown, hidden } = measureCoverage(await readMembers(this.#db, articles));
      left.set(number, [...shown, ...hidden]);
    }
    return left;
  }

  /** The stories of linked sets. @param joined those that stood */
  async #make(
    sets: readonly LinkedSet[],
    joined: readonly StoredStory[],
  ): Promise<{ stories: StoredStory[]; members: StoryMember[] }> {
    const known = new Map(joined.map((story) => [story.number, [...story.places.values()]]));
    const stories: StoredStory[] = [];
    const members: StoryMember[] = [];
    for (const set of sets) {
      const articles = new Set([...set.articles, ...set.stories.flatMap((number) => known.get(number) ?? [])]);
      const own = await readMembers(this.#db, [...articles]);
      stories.push(toStory(measureCoverage(own), this.#dayOf));
      members.push(...own);
    }
    return { stories, members };
  }

  /** Lets the address of an article that is in no story any more lead to what is left of the story. */
  async #passOn(
    article: number,
    broken: readonly StoredStory[],
    left: ReadonlyMap<number, readonly StoryMember[]>,
  ): Promise<void> {
    const story = broken.find(({ places }) => [...places.values()].includes(article));
    const [heir] = (story && left.get(story.number)) ?? [];
    if (heir || !this.#added.has(article)) await this.#ids.pass(article, heir?.id);
  }

  /** Touches what shows one of these stories, as they were or as they are. */
  async #touch(changed: readonly StoredStory[]): Promise<void> {
    if (this.#changes.isIdle || changed.length === 0) return;
    for (const { places, row, days } of changed) {
      const articles = [...places.values()];
      this.#changes.touch(...articles.map(copiesMark));
      await this.#ids.touch(articles);
      if (row) this.#changes.touch(LEADING_STORIES_MARK);
      this.#changes.touch(...days.map(([, day]) => storiesOfDayMark(formatDay(day))));
    }
  }
}
