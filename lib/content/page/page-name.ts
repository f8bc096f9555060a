import type { Collection } from '../jekyll/collections.ts';
import type { ContentSettings } from '../settings.ts';

const DATED = /^(\d{2,4})-(\d{1,2})-(\d{1,2})-(.*)$/;

/** Data of a page, or of a document of a collection, from its path. */
export interface PageName {
  /** The file, relative to the content folder, with `/` between folders. */
  path: string;
  /** The name without its ending. */
  basename: string;
  /** The same without a date at its beginning, which documents may have. */
  slug: string;
  /** The date at its beginning: a calendar day that may not exist. Of documents alone. */
  day?: { year: number; month: number; day: number };
  isMarkdown: boolean;
  /** Ending of what Jekyll makes of it, with its dot: `.html` for Markdown, else the file's own. */
  outputEnding: string;
  /** The collection whose document it is. */
  collection?: Collection;
  /** `pages`, or the label of the collection. */
  type: string;
}

export function parsePageName(
  path: string,
  { markdownExtensions, collections }: Pick<ContentSettings, 'markdownExtensions' | 'collections'>,
): PageName {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const ending = /(?<=.)\.[^.]+$/.exec(file)?.[0] ?? '';
  const basename = file.slice(0, file.length - ending.length).replace(/\.+$/, '');
  const isMarkdown = markdownExtensions.includes(ending.slice(1).toLowerCase());
  const collection = collections.find(({ folder }) => path.startsWith(`${folder}/`));
  const [, year, month, day, rest = basename] = (collection && DATED.exec(basename)) ?? [];
  return {
    path,
    basename,
    slug: rest,
    ...(year !== undefined && { day: { year: Number(year), month: Number(month), day: Number(day) } }),
    isMarkdown,
    outputEnding: isMarkdown ? '.html' : ending,
    ...(collection && { collection }),
    type: collection?.label ?? 'pages',
  };
}

/** Whether Jekyll makes a page of HTML of a file. */
export const isHtmlPage = ({ outputEnding }: PageName): boolean => /^\.(?:html|xhtml|htm)$/i.test(outputEnding);
