-- Addresses of what is no longer published, and corrections of articles: as in lib/archive/sqlite/schema.ts.
CREATE TABLE withdrawn (
  url text COLLATE "C" NOT NULL, path text COLLATE "C" NOT NULL, title text NOT NULL,
  withdrawn_at bigint NOT NULL,
  reason text,
  is_deleted smallint NOT NULL,
  PRIMARY KEY (url, path)
);
CREATE INDEX withdrawn_by_path ON withdrawn (path);

ALTER TABLE articles ADD COLUMN corrections text;
