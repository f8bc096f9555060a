import { Fragment } from 'react';
import { splitHeadline } from '../article/article-title.ts';

/** A headline, broken where its writer has set a space before it is broken anywhere else. */
export function Headline({ title }: { title: string }) {
  const parts = splitHeadline(title);
  if (parts.length === 1) return title;
  return parts.map((part, i) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
    <Fragment key={i}>
      {i > 0 && ' '}
      <span className="inline-block">{part}</span>
    </Fragment>
  ));
}
