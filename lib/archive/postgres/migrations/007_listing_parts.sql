-- Parts of days with many entries: as in lib/archive/sqlite/schema.ts.
CREATE TABLE listing_parts (
  listing bigint NOT NULL, day integer NOT NULL, rank bigint NOT NULL, path text COLLATE "C" NOT NULL, count bigint NOT NULL,
  PRIMARY KEY (listing, day, rank, path)
);
-- As in SQLite: lists of all categories and stocks are read in their order.
CREATE INDEX listings_by_pinyin ON listings (kind, initial, pinyin, name);
