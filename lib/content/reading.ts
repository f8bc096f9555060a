import type { Article, ContentPage } from './article.ts';
import { ContentError, type ContentWarning, type Problem, problemOf } from './errors.ts';
import type { Fields } from './front-matter/fields.ts';
import type { SplitPost } from './front-matter/split.ts';
import type { Losses } from './pasted/losses.ts';
import type { Retraction } from './post/retraction.ts';

/** What became of a file. */
export type Reading =
  | {
      kind: 'article';
      article: Article;
      warnings: Problem[];
      /** What the article depends on beside the file, as `usesOfPath` names it. */
      uses: string[];
      /** Instant, in seconds since 1970, from which on the same bytes give another article; absent if there is none. */
      changesAt?: number;
    }
  | {
      kind: 'page';
      page: ContentPage;
      warnings: Problem[];
      uses: string[];
      changesAt?: number;
    }
  /** A post that its editors have withdrawn. */
  | {
      kind: 'retracted';
      retraction: Retraction;
      /** In seconds since 1970. */
      publishedAt: number;
      warnings: Problem[];
    }
  /** A page whose address is the portal's own, or that is none of HTML: it has no defect and is left out. */
  | { kind: 'passed-over'; problem: Problem }
  | { kind: 'unpublished' }
  /** `uses`: where the defect may come from, beside the file. */
  | { kind: 'rejected'; problem: Problem; uses: readonly string[] };

/** A reading that throws becomes a rejection: nothing that a file can hold ends a run. */
export function readOrReject(path: string, read: () => Reading): Reading {
  try {
    return read();
  } catch (error) {
    return { kind: 'rejected', problem: problemOf(error, path), uses: error instanceof ContentError ? error.uses : [] };
  }
}

/** Everything that the editor of a published file is told: of its front matter, its templates, and what the sanitizer took. */
export function listWarnings(
  path: string,
  { post, fields }: { post: SplitPost; fields: Fields },
  rendered: { warnings: readonly ContentWarning[] },
  losses: Losses,
): Problem[] {
  const lost = losses.toWarnings(post.body, post.bodyLine);
  return [...post.warnings, ...fields.warnings, ...rendered.warnings, ...lost].map((warning) => ({
    path,
    severity: 'warning',
    ...warning,
  }));
}
