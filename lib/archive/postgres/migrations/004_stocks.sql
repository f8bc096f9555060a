-- What articles name of companies, funds, indices and sectors: as in lib/archive/sqlite/schema.ts.
ALTER TABLE articles ADD COLUMN stocks text;
