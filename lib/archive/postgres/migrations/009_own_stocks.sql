-- What an article names itself, where its twins name other stocks: as in lib/archive/sqlite/schema.ts.
SET LOCAL lock_timeout = '2s';
ALTER TABLE articles ADD COLUMN own_stocks text;
