import { SEARCH_SCHEMA } from '../../search/segments/index.ts';

/**
 * Tables of the index. `rank` is an instant in seconds with its sign turned, so that ascending (rank, path) is the total
 * order of every listing: newest first, then by path.
 */

/** Raised whenever the tables change: an index with other tables is made anew. */
export const SCHEMA_VERSION = 15;
/**
 * The oldest version whose readers understand what this one writes: where several nodes read a database, they go on while whoever writes
 * is ahead of them. Raised only by a version that takes away or changes what they read.
 */
export const READABLE_SINCE = 11;

export const SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- One row for each file that was looked at, so that the next run can skip it.
CREATE TABLE files (
  path TEXT PRIMARY KEY,
  size INTEGER,                    -- bytes; null, like the next three, where the next run has to compare the bytes
  modified REAL,                   -- mtime, in milliseconds since 1970
  changed REAL,                    -- ctime, likewise
  inode REAL,
  digest TEXT NOT NULL,            -- SHA-256 of the bytes, or of the stamp of a static file, base64; '' for a file that was not read
  outcome TEXT NOT NULL,           -- one of FileOutcome
  url TEXT,                        -- address that a shadowed or a static file claims
  due_at INTEGER,                  -- seconds since 1970 at which the clock publishes or withdraws a post
  width INTEGER, height INTEGER,   -- of a static file that is a picture, in pixels
  is_scalable INTEGER              -- 1 for a picture that can be sent in other sizes, 2 for one whose first frame can
) WITHOUT ROWID;
CREATE INDEX files_by_due ON files (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX files_by_claimed_url ON files (url, path) WHERE url IS NOT NULL;

-- What articles depend on beside their files: includes, data, addresses of other posts.
CREATE TABLE uses (used TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (used, path)) WITHOUT ROWID;
CREATE INDEX uses_by_path ON uses (path);

-- The last states, by which a reader's state is known again.
CREATE TABLE states (number INTEGER PRIMARY KEY, origin TEXT NOT NULL);
-- The parts of the archive (lib/archive/marks.ts) that each of the last updates has changed.
CREATE TABLE changes (state INTEGER NOT NULL, mark TEXT NOT NULL, PRIMARY KEY (state, mark)) WITHOUT ROWID;
-- Documents that came or went with them, as JSON: they tell which searches have other hits.
CREATE TABLE changed_documents (state INTEGER NOT NULL, document TEXT NOT NULL);
CREATE INDEX changed_documents_by_state ON changed_documents (state);

CREATE TABLE problems (
  path TEXT NOT NULL, number INTEGER NOT NULL, line INTEGER NOT NULL, column INTEGER, severity TEXT NOT NULL, message TEXT NOT NULL,
  PRIMARY KEY (path, number)
) WITHOUT ROWID;

-- Articles, and pages of the content folder.
CREATE TABLE articles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL UNIQUE,
  slug TEXT NOT NULL,              -- '' for a page
  title TEXT NOT NULL,
  rank INTEGER NOT NULL,           -- 0 for a page
  modified_at INTEGER,             -- null for a page whose file does not name it
  reading_minutes INTEGER NOT NULL, -- 0 for a page
  category TEXT,                   -- the first one
  categories TEXT NOT NULL,        -- JSON
  tags TEXT NOT NULL,              -- JSON
  author TEXT, image TEXT, description TEXT,
  extract TEXT NOT NULL,
  source_url TEXT, source_name TEXT, back_label TEXT,
  code TEXT,                       -- the 18 digits that a wire post and its media post share
  is_wire INTEGER NOT NULL,        -- 1 for the wire post of a code
  is_page INTEGER NOT NULL,        -- 1 for a page of the content folder, which is no article
  is_listed INTEGER NOT NULL,      -- 0 for a page that neither searches nor the sitemap have
  redirect_to TEXT,                -- where a page leads in place of being shown
  corrections TEXT,                -- JSON, newest first; null where there is none
  stocks TEXT,                     -- JSON, pairs of identity and name, the name may be missing; null where there is none
  own_stocks TEXT                  -- those that the file names itself, where its twins name others; null where they are the same
);
CREATE INDEX pages_by_path ON articles (path) WHERE is_page = 1;
CREATE INDEX articles_by_slug ON articles (slug, path);
CREATE INDEX articles_by_code ON articles (code, is_wire, path) WHERE code IS NOT NULL;

CREATE TABLE bodies (id INTEGER PRIMARY KEY, html TEXT NOT NULL, text TEXT NOT NULL);

-- Listings: 'all' (a count alone), 'latest' (everything but wire posts that have a media post), one for each category, tag and stock
-- (without these wire posts too).
CREATE TABLE listings (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,              -- all, latest, category, tag, stock
  name TEXT NOT NULL,
  folded TEXT NOT NULL,            -- the name in lower case; of a stock, its code without its market
  title TEXT NOT NULL,
  initial TEXT NOT NULL DEFAULT '#',
  pinyin TEXT NOT NULL DEFAULT '',   -- of the title, in lower case without spaces or tones
  initials TEXT NOT NULL DEFAULT '', -- first letters of the same
  count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, name)
);
CREATE INDEX listings_by_folded ON listings (kind, folded);
CREATE INDEX listings_by_count ON listings (kind, count DESC, name);
CREATE INDEX listings_by_title ON listings (kind, title);
CREATE INDEX listings_by_pinyin ON listings (kind, initial, pinyin, name);

CREATE TABLE entries (
  listing INTEGER NOT NULL, rank INTEGER NOT NULL, path TEXT NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY (listing, rank, path)
) WITHOUT ROWID;

-- How many entries a listing has on a day (yyyymmdd, in the site's zone): finds a page without walking to it.
CREATE TABLE listing_days (
  listing INTEGER NOT NULL, day INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (listing, day)
) WITHOUT ROWID;
CREATE INDEX listing_days_by_day ON listing_days (day, listing, count);
-- A day with more than 512 entries is cut into parts: each begins at its key and ends where the next one begins. The first begins with
-- the day and has no path.
CREATE TABLE listing_parts (
  listing INTEGER NOT NULL, day INTEGER NOT NULL, rank INTEGER NOT NULL, path TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (listing, day, rank, path)
) WITHOUT ROWID;

-- Media and hosts of original articles, by which a search may be narrowed.
CREATE TABLE sources (id INTEGER PRIMARY KEY, folded TEXT NOT NULL UNIQUE);

${SEARCH_SCHEMA}
-- Articles that tell the same story, with their twins, by the number of the story: the least number of its articles.
CREATE TABLE story_articles (
  story INTEGER NOT NULL,
  place INTEGER NOT NULL,          -- from 1 in the order of time; below 0 for a wire post, in whose place its media post is shown
  article INTEGER NOT NULL,
  PRIMARY KEY (story, place)
) WITHOUT ROWID;
CREATE INDEX story_articles_by_article ON story_articles (article);
-- Those that two sources or more carry.
CREATE TABLE stories (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,                -- in its address
  day INTEGER NOT NULL,            -- of its first article: readers before version 14 look for it
  sources INTEGER NOT NULL,
  articles INTEGER NOT NULL,       -- those that are shown
  newest_at INTEGER NOT NULL,      -- seconds since 1970
  score REAL NOT NULL              -- lib/archive/sql/story-score.ts
);
CREATE INDEX stories_by_score ON stories (score DESC, id);
CREATE INDEX stories_by_day ON stories (day, sources DESC, score DESC, id);
-- The days on which they were told.
CREATE TABLE story_days (
  story INTEGER NOT NULL,
  day INTEGER NOT NULL,            -- yyyymmdd, in the site's zone
  sources INTEGER NOT NULL,        -- those that told it on the day
  score REAL NOT NULL, id TEXT NOT NULL, -- of the story
  PRIMARY KEY (story, day)
) WITHOUT ROWID;
CREATE INDEX story_days_by_sources ON story_days (day, sources DESC, score DESC, id);
-- Which article an address of a story leads to: its own, or one that is left of the story in which that was.
CREATE TABLE story_ids (id TEXT PRIMARY KEY, article INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX story_ids_by_article ON story_ids (article);

CREATE TABLE redirects (source TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (source, path)) WITHOUT ROWID;
CREATE INDEX redirects_by_path ON redirects (path);

-- What readers are told where an article or page was, at each address that it had.
CREATE TABLE withdrawn (
  url TEXT NOT NULL, path TEXT NOT NULL, title TEXT NOT NULL,
  withdrawn_at INTEGER NOT NULL,   -- seconds since 1970
  reason TEXT,
  is_deleted INTEGER NOT NULL,     -- 1 where the file is gone, 0 where it says itself that it is withdrawn
  PRIMARY KEY (url, path)
) WITHOUT ROWID;
CREATE INDEX withdrawn_by_path ON withdrawn (path);

CREATE TABLE stubs (path TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT) WITHOUT ROWID;
CREATE INDEX stubs_by_name ON stubs (name, path);

-- Part n holds the articles and pages with ids from (n - 1) * 50,000 + 1 on. modified_at is 0 where no file names it.
CREATE TABLE sitemap_parts (part INTEGER PRIMARY KEY, count INTEGER NOT NULL, modified_at INTEGER NOT NULL);
`;
