/**
 * Tables of the search index. A segment holds up to 16,384 documents and never changes once it is written; the tombstones beside it
 * mark those of its documents that were removed since. Its columns and posting lists are bytes of the same form wherever
 * they are kept.
 */
export const SEARCH_SCHEMA = `
CREATE TABLE search_segments (
  id INTEGER PRIMARY KEY,          -- used again once a segment is deleted
  stamp TEXT NOT NULL,             -- identifies the segment for good: never used again
  size INTEGER NOT NULL,           -- documents, removed ones included
  oldest INTEGER NOT NULL,         -- earliest time of publication of a dated document, in seconds since 1970
  newest INTEGER NOT NULL,         -- latest of the same
  columns BLOB NOT NULL            -- lib/search/segments/columns.ts
);
CREATE TABLE search_tombstones (segment INTEGER PRIMARY KEY, documents BLOB NOT NULL); -- a bit for each document
-- The id is that of the segment times 2 ** 35 plus the key (lib/search/postings/keys.ts).
CREATE TABLE search_postings (
  id INTEGER PRIMARY KEY, before INTEGER NOT NULL, after INTEGER NOT NULL, docs BLOB NOT NULL, positions BLOB NOT NULL
);
-- In which segment an article is, and the number of its document there.
CREATE TABLE search_documents (article INTEGER PRIMARY KEY, segment INTEGER NOT NULL, document INTEGER NOT NULL);
`;
