-- The days on which stories were told: as in lib/archive/sqlite/schema.ts.
CREATE TABLE story_days (
  story bigint NOT NULL,
  day integer NOT NULL,
  sources integer NOT NULL,
  score double precision NOT NULL, id text COLLATE "C" NOT NULL,
  PRIMARY KEY (story, day)
);
CREATE INDEX story_days_by_sources ON story_days (day, sources DESC, score DESC, id);
