import type { Readable, Writable } from 'node:stream';
import { isCancel, text } from '@clack/prompts';
import { type NewPost, readDate, writeNewPost } from '../../lib/ingest/new-post/index.ts';
import type { Site } from '../../lib/site.ts';
import { CommandError } from './command-error.ts';
import { toShownPath } from './problem-formats.ts';

/** What `finews new` was told. */
export interface NewCommand {
  title?: string;
  /** Names with commas between them. */
  category?: string;
  tags?: string;
  date?: string;
  draft: boolean;
}

/** Where questions are asked. */
export interface Terminal {
  input: Readable;
  output: Writable;
}

/**
 * `finews new`: writes a post, asks for what is missing where there is a terminal, and prints the file and the address.
 * @param terminal absent where nobody can be asked
 * @throws {CommandError} for what is missing or wrong, and where the editor breaks off
 */
export async function runNew(site: Site, command: NewCommand, terminal: Terminal | undefined): Promise<void> {
  const post = await completePost(site, command, terminal);
  const { file, address } = writeNewPost(site, post);
  console.log(`${toShownPath('.', file)}\n${address}`);
}

async function completePost(site: Site, command: NewCommand, terminal: Terminal | undefined): Promise<NewPost> {
  const { title, category, tags, date, draft } = command;
  const publishedAt = date === undefined ? Math.floor(Date.now() / 1000) : readDate(date, site);
  if (publishedAt === undefined) {
    throw new CommandError(`--date: found “${date}”, expected a day and time that exist, as in 2026-11-22 10:01`);
  }
  const isAsked = title === undefined || category === undefined;
  const post = {
    title: (title ?? (await ask(terminal, 'title', TITLE))).trim(),
    categories: toNames(category ?? (await ask(terminal, '--category', CATEGORY))),
    tags: toNames(tags ?? (isAsked ? await ask(terminal, '--tags', TAGS) : '')),
    publishedAt,
    isDraft: draft,
  };
  if (post.title === '') throw new CommandError('the title is empty');
  if (post.categories.length === 0) throw new CommandError('--category is empty');
  return post;
}

interface Question {
  message: string;
  placeholder?: string;
  isNeeded: boolean;
}

const TITLE: Question = { message: 'Title', isNeeded: true };
const CATEGORY: Question = { message: 'Category, as it stands in addresses', placeholder: 'emnews', isNeeded: true };
const TAGS: Question = { message: 'Tags, with commas between them; the first names the category', isNeeded: false };

/** @param name of the argument that answers the question, for who cannot be asked */
async function ask(terminal: Terminal | undefined, name: string, { isNeeded, ...question }: Question): Promise<string> {
  if (!terminal) {
    if (isNeeded) throw new CommandError(`${name} is missing, and there is no terminal to ask on`);
    return '';
  }
  const answer = await text({
    ...question,
    ...terminal,
    validate: (value) => (isNeeded && !value?.trim() ? 'Needed' : undefined),
  });
  if (isCancel(answer)) throw new CommandError('nothing was written');
  return answer ?? '';
}

const toNames = (list: string): string[] => [
  ...new Set(
    list
      .split(/[,，、]/)
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];
