-- Sizes of the pictures among the static files: as in lib/archive/sqlite/schema.ts.
ALTER TABLE files ADD COLUMN width integer;
ALTER TABLE files ADD COLUMN height integer;
ALTER TABLE files ADD COLUMN is_scalable smallint;
