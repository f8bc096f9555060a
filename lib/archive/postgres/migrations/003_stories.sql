-- Stories: as in lib/archive/sqlite/schema.ts.
CREATE TABLE story_articles (
  story bigint NOT NULL,
  place integer NOT NULL,
  article bigint NOT NULL,
  PRIMARY KEY (story, place)
);
CREATE INDEX story_articles_by_article ON story_articles (article);
CREATE TABLE stories (
  number bigint PRIMARY KEY,
  id text COLLATE "C" NOT NULL,
  day integer NOT NULL,
  sources integer NOT NULL,
  articles integer NOT NULL,
  newest_at bigint NOT NULL,
  score double precision NOT NULL
);
CREATE INDEX stories_by_score ON stories (score DESC, id);
CREATE INDEX stories_by_day ON stories (day, sources DESC, score DESC, id);
CREATE TABLE story_ids (id text COLLATE "C" PRIMARY KEY, article bigint NOT NULL);
CREATE INDEX story_ids_by_article ON story_ids (article);
