-- What articles name of companies, funds, indices and sectors: as in lib/archive/sqlite/schema.ts.
SET LOCAL lock_timeout = '2s';
ALTER TABLE articles ADD COLUMN stocks text;
